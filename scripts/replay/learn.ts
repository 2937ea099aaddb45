import { createHash } from 'node:crypto';
import type { LogRecord } from './read-log';

/** What a record of the log is in our words. */
export type Step =
  | { readonly kind: 'work'; readonly operation: string; readonly record: LogRecord }
  | { readonly kind: 'first_article'; readonly operation: string; readonly record: LogRecord }
  | { readonly kind: 'final_release'; readonly operation: string; readonly record: LogRecord }
  | { readonly kind: 'rework'; readonly operation: string; readonly record: LogRecord };

export type LearnedOperation = {
  readonly name: string;
  readonly firstArticle: boolean;
  readonly finalRelease: boolean;
  readonly reworked: boolean;
};
export type LearnedOrder = {
  readonly orderNo: string;
  readonly itemCode: string;
  readonly plannedQty: number;
  readonly steps: readonly Step[];
};
export type LearnedRouting = { readonly itemCode: string; readonly itemName: string; readonly operations: readonly LearnedOperation[] };
export type Learned = {
  readonly routings: readonly LearnedRouting[];
  readonly orders: readonly LearnedOrder[];
  readonly workers: ReadonlyMap<string, { readonly inspects: boolean; readonly works: boolean }>;
};

const QUALITY = /\bQ\.C\.|^Final Inspection$/;
const REWORK = /\bRework\b/;
const FINAL = /^Final Inspection/;

/**
 * Learns routings from the log: the production activities of an order in the order in which they first appear are its operations;
 * orders with the same operations and gates are of one item. "X Q.C." is the first article of X, "Final Inspection" the release of
 * what was made before it, "X Rework" rework of X.
 */
export function learn(records: readonly LogRecord[]): Learned {
  const cases = new Map<string, LogRecord[]>();
  for (const record of records) cases.set(record.caseId, [...(cases.get(record.caseId) ?? []), record]);
  const routings = new Map<string, LearnedRouting>();
  const orders: LearnedOrder[] = [];
  for (const [caseId, ofCase] of cases) {
    const inTime = [...ofCase].sort((a, b) => (a.start === b.start ? (a.end < b.end ? -1 : 1) : a.start < b.start ? -1 : 1));
    const steps = stepsOf(inTime);
    const operations = operationsOf(steps);
    const signature = JSON.stringify(operations);
    let routing = routings.get(signature);
    if (!routing) {
      const itemCode = `P-${createHash('sha256').update(signature).digest('hex').slice(0, 6).toUpperCase()}`;
      routing = {
        itemCode,
        itemName: operations
          .map(({ name }) => name)
          .join(' › ')
          .slice(0, 180),
        operations,
      };
      routings.set(signature, routing);
    }
    orders.push({ orderNo: `LOG-${caseId}`, itemCode: routing.itemCode, plannedQty: plannedQtyOf(caseId), steps });
  }
  return { routings: [...routings.values()], orders, workers: workersOf(orders) };
}

/** 20 to 200 pieces, always the same for the same order. */
function plannedQtyOf(caseId: string): number {
  return 20 + (createHash('sha256').update(caseId).digest().readUInt32BE(0) % 181);
}

function stepsOf(inTime: readonly LogRecord[]): Step[] {
  const production = [
    ...new Set(inTime.filter(({ activity }) => !QUALITY.test(activity) && !REWORK.test(activity)).map(({ activity }) => activity)),
  ];
  // A log that holds nothing but checks and rework of an order still had something made.
  const known = production.length > 0 ? production : [inTime[0]?.activity.replace(REWORK, '').trim() || 'Work'];
  const seen: string[] = [];
  return inTime.map((record): Step => {
    if (known.includes(record.activity)) {
      if (!seen.includes(record.activity)) seen.push(record.activity);
      return { kind: 'work', operation: record.activity, record };
    }
    const before = seen.length > 0 ? seen : known;
    const last = before[before.length - 1] ?? known[0] ?? record.activity;
    if (FINAL.test(record.activity)) return { kind: 'final_release', operation: last, record };
    const subject = record.activity.replace(QUALITY, '').replace(REWORK, '').trim();
    const nearest = [...before].reverse().find((name) => related(name, subject)) ?? last;
    const notYetMade = REWORK.test(record.activity) && known.find((name) => related(name, subject) && !seen.includes(name));
    if (notYetMade) {
      // Rework of what nobody has made yet: pieces that came to the order from elsewhere. Here it is the first work on them.
      seen.push(notYetMade);
      return { kind: 'work', operation: notYetMade, record };
    }
    return { kind: QUALITY.test(record.activity) ? 'first_article' : 'rework', operation: nearest, record };
  });
}

const related = (operation: string, subject: string): boolean =>
  subject !== '' && (operation.includes(subject) || subject.split(' ').some((word) => word.length > 3 && operation.includes(word)));

function operationsOf(steps: readonly Step[]): LearnedOperation[] {
  const names = [...new Set(steps.filter(({ kind }) => kind === 'work').map(({ operation }) => operation))];
  const has = (name: string, kind: Step['kind']) => steps.some((step) => step.kind === kind && step.operation === name);
  const all = names.length > 0 ? names : [...new Set(steps.map(({ operation }) => operation))];
  return all.map((name) => ({
    name,
    firstArticle: has(name, 'first_article'),
    finalRelease: has(name, 'final_release'),
    reworked: has(name, 'rework'),
  }));
}

function workersOf(orders: readonly LearnedOrder[]): Map<string, { inspects: boolean; works: boolean }> {
  const workers = new Map<string, { inspects: boolean; works: boolean }>();
  for (const { kind, record } of orders.flatMap(({ steps }) => steps)) {
    const known = workers.get(record.worker) ?? { inspects: false, works: false };
    const inspects = kind === 'first_article' || kind === 'final_release';
    workers.set(record.worker, { inspects: known.inspects || inspects, works: known.works || !inspects });
  }
  return workers;
}
