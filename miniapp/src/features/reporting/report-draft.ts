import type { ScrapReason } from '@contracts/api/reporting';
import { formatQuantity, parseQuantity, QUANTITY_SCALE } from '@contracts/quantity';

/** Which figure the keypad writes: the good pieces or the scrap of one reason. */
export type Field = 'good' | ScrapReason;
export type KeypadKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | 'back' | 'clear';

/**
 * A report while it is being written. Figures are kept as the text that was typed, so that nothing is reformatted under the finger;
 * `untouched` means that the next digit replaces the figure, as it does after a figure was proposed.
 */
export type ReportDraft = {
  readonly good: string;
  readonly scrap: readonly { readonly reason: ScrapReason; readonly qty: string }[];
  readonly field: Field;
  readonly untouched: boolean;
  /** What may be reported now, ten-thousandths of the unit (B-1.4). */
  readonly ready: number;
  /** What 「全部」 means, ten-thousandths of the unit. */
  readonly proposal: number;
  readonly decimals: number;
};

const MOST_DIGITS = 8;
const ONE = QUANTITY_SCALE;

/** Proposes what is expected of the operation now (B-1.6), which may be less than what it may report: over-production is never proposed. */
export function newDraft(readyQty: string, decimals: number, expected = readyQty): ReportDraft {
  const ready = parseQuantity(readyQty) ?? 0;
  const proposal = Math.min(ready, parseQuantity(expected) ?? ready);
  return { good: formatQuantity(proposal), scrap: [], field: 'good', untouched: true, ready, proposal, decimals };
}

/** The server has said that less can be reported than this phone believed: the good pieces give way, what was scrapped stays scrapped. */
export function limitTo(draft: ReportDraft, ready: number): ReportDraft {
  const limited = { ...draft, ready: Math.max(0, ready), proposal: Math.max(0, ready), field: 'good' as const, untouched: true };
  return goodQty(limited) > mostGood(limited) ? { ...limited, good: formatQuantity(mostGood(limited)) } : limited;
}

/** More can be reported than before, since somebody allowed it: what was typed stays, and what is proposed is not more for that. */
export const allowMore = (draft: ReportDraft, ready: number): ReportDraft => ({ ...draft, ready: Math.max(draft.ready, ready) });

export function scrapTotal({ scrap }: ReportDraft): number {
  return scrap.reduce((sum, { qty }) => sum + scaled(qty), 0);
}

/** The most good pieces that can be reported beside the scrap already named. */
export function mostGood(draft: ReportDraft): number {
  return Math.max(0, draft.ready - scrapTotal(draft));
}

/** The good pieces when everything expected has been made and the scrap named is taken off. */
export function allGood(draft: ReportDraft): number {
  return Math.max(0, Math.min(draft.ready, draft.proposal) - scrapTotal(draft));
}

export function goodQty(draft: ReportDraft): number {
  return scaled(draft.good);
}

/** Why the draft cannot be reported as it stands; null when it can. */
export function draftProblem(draft: ReportDraft): 'empty' | 'too_much' | null {
  const total = goodQty(draft) + scrapTotal(draft);
  if (total === 0) return 'empty';
  return total > draft.ready ? 'too_much' : null;
}

export function choose(draft: ReportDraft, field: Field): ReportDraft {
  return { ...draft, field, untouched: true };
}

export function typeKey(draft: ReportDraft, key: KeypadKey): ReportDraft {
  return { ...write(draft, typed(figureOf(draft), key, draft)), untouched: false };
}

/** One more or one less of the good pieces, within what may be reported. */
export function step(draft: ReportDraft, by: 1 | -1): ReportDraft {
  const next = Math.min(mostGood(draft), Math.max(0, goodQty(draft) + by * ONE));
  return { ...draft, good: formatQuantity(next), field: 'good', untouched: true };
}

export function takeAll(draft: ReportDraft): ReportDraft {
  return { ...draft, good: formatQuantity(allGood(draft)), field: 'good', untouched: true };
}

/**
 * A tap on a scrap reason: the first names one piece of it, the next one more. A proposed or full count of good pieces gives way,
 * since a piece is either good or scrap (B-1.3).
 */
export function tapReason(draft: ReportDraft, reason: ScrapReason): ReportDraft {
  const named = draft.scrap.find((line) => line.reason === reason);
  if (scrapTotal(draft) + ONE > draft.ready) return choose(draft, reason);
  const qty = named ? formatQuantity(scaled(named.qty) + ONE) : '1';
  return { ...write({ ...draft, field: reason }, qty), untouched: true };
}

function write(draft: ReportDraft, figure: string): ReportDraft {
  const { field } = draft;
  if (field === 'good') return { ...draft, good: figure };
  const others = draft.scrap.filter(({ reason }) => reason !== field);
  const named = draft.scrap.some(({ reason }) => reason === field);
  const line = { reason: field, qty: figure };
  const scrap = named ? draft.scrap.map((before) => (before.reason === field ? line : before)) : [...others, line];
  const next = { ...draft, scrap: scrap.filter(({ qty, reason }) => reason === field || scaled(qty) > 0) };
  // The proposal gives way to scrap; a figure that somebody typed only as far as it must.
  const wasAll = goodQty(draft) === allGood(draft);
  return wasAll || goodQty(next) > mostGood(next) ? { ...next, good: formatQuantity(wasAll ? allGood(next) : mostGood(next)) } : next;
}

function figureOf(draft: ReportDraft): string {
  return draft.field === 'good' ? draft.good : (draft.scrap.find(({ reason }) => reason === draft.field)?.qty ?? '0');
}

function typed(figure: string, key: KeypadKey, { untouched, decimals }: ReportDraft): string {
  if (key === 'clear') return '0';
  if (key === 'back') return untouched ? '0' : figure.slice(0, -1) || '0';
  const before = untouched ? '0' : figure;
  const next = key === '.' ? (before.includes('.') || decimals === 0 ? before : `${before}.`) : before === '0' ? key : before + key;
  const [whole = '', fraction = ''] = next.split('.');
  return fraction.length > decimals || whole.length > MOST_DIGITS ? before : next;
}

function scaled(text: string): number {
  return parseQuantity(text.replace(/\.$/, '')) ?? 0;
}
