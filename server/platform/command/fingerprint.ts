import { createHash } from 'node:crypto';

/** Equal for equal content whatever the order of fields, so that a resent request is recognised as the same one (B-11.3). */
export function fingerprint(command: string, input: unknown): string {
  return createHash('sha256').update(command).update('\n').update(canonical(input)).digest('base64url');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
