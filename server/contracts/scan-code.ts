/** What is printed on travel cards and labels. The prefix keeps a code of another system from being taken for ours. */
export type ScanCode = { readonly kind: 'operation' | 'workOrder'; readonly id: string };

const CODE = /^CJT:(OP|WO):([0-9a-f]{24})$/;

export function formatScanCode(code: ScanCode): string {
  return `CJT:${code.kind === 'operation' ? 'OP' : 'WO'}:${code.id}`;
}

/** Null for everything that is not one of our codes; a QR code is hostile input like any other. */
export function parseScanCode(text: string): ScanCode | null {
  const match = CODE.exec(text.trim());
  return match?.[2] ? { kind: match[1] === 'OP' ? 'operation' : 'workOrder', id: match[2] } : null;
}
