import type { ZodMiniType } from 'zod/mini';
import { createWorkOrderBody, itemBody, routingBody, stationBody } from '../../server/contracts/api/workorders';

/** What can stand in a file, in the order in which one needs the other, and the request that each row becomes. */
export const MASTER = {
  items: { path: '/items', body: itemBody },
  stations: { path: '/stations', body: stationBody },
  routings: { path: '/routings', body: routingBody },
  orders: { path: '/work-orders', body: createWorkOrderBody },
} as const satisfies Record<string, { path: string; body: ZodMiniType }>;
export type MasterKind = keyof typeof MASTER;
export const MASTER_KINDS = Object.keys(MASTER) as MasterKind[];

/** One request to be, and where it stands: `items.csv:3`. */
export type MasterRow = { readonly kind: MasterKind; readonly source: string; readonly body: Readonly<Record<string, unknown>> };
/** What could not be taken, where it stands, and why. */
export type Problem = { readonly source: string; readonly reason: string };
export type MasterFile = { readonly rows: readonly MasterRow[]; readonly problems: readonly Problem[] };

/** Splits rows into those that fit their contract and those that do not, each of these with the fields that are wrong. */
export function checked(rows: readonly MasterRow[]): MasterFile {
  const problems = rows.flatMap(({ kind, source, body }) => {
    const result = MASTER[kind].body.safeParse(body);
    if (result.success) return [];
    return result.error.issues.map((issue) => {
      const field = [...issue.path, ...(issue.code === 'unrecognized_keys' ? issue.keys : [])].map(String).join('.');
      return { source, reason: `${field || kind}: ${issue.code === 'custom' ? issue.message : issue.code}` };
    });
  });
  const broken = new Set(problems.map(({ source }) => source));
  return { rows: rows.filter(({ source }) => !broken.has(source)), problems };
}
