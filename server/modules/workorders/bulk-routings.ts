import { Types } from 'mongoose';
import type { RoutingBody } from '../../contracts/api/workorders';
import { fitsUnit, parseQuantity } from '../../contracts/quantity';
import type { Scope } from '../../platform';
import { bad, badBy, type Judged } from './bulk';
import { type RoutingPlan, sameRouting } from './domain/routing';
import { decideRoutingBody, quantitiesOf } from './domain/routing-body';
import { type Item, ItemModel } from './models/item.model';
import { type Routing, RoutingModel } from './models/routing.model';
import { StationModel } from './models/station.model';

/** The names of the operations by which each of these items is or was made; an item that is not there is not in the answer. */
export async function operationNamesOf(
  { factoryId }: Scope,
  itemCodes: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const codes = { $in: [...new Set(itemCodes)] };
  const items = await ItemModel.find({ factoryId, code: codes }, { code: 1 }).lean<Pick<Item, 'code'>[]>();
  const known = new Map(items.map(({ code }) => [code, new Set<string>()]));
  const routings = await RoutingModel.find({ factoryId, itemCode: codes }, { itemCode: 1, operations: 1 }).lean<
    Pick<Routing, 'itemCode' | 'operations'>[]
  >();
  for (const { itemCode, operations } of routings) for (const { name } of operations) known.get(itemCode)?.add(name);
  return known;
}

/**
 * What would become of these routings, in the order given; another routing for an item is its next version (B-1.13). A routing whose
 * operations are linked otherwise than one after another does not fit a sheet and is not changed by one (`routing_has_own_links`).
 */
export async function judgeRoutings(
  scope: Scope,
  bodies: readonly RoutingBody[],
  by: { readonly actorId: string; readonly now: Date },
): Promise<Judged<Routing>[]> {
  const { factoryId } = scope;
  const codes = bodies.map(({ itemCode }) => itemCode);
  const items = new Map((await ItemModel.find({ factoryId, code: { $in: codes } }).lean<Item[]>()).map((item) => [item.code, item]));
  const newest = await newestRoutings(factoryId, codes);
  const asked = [...new Set(bodies.flatMap(({ operations }) => operations.flatMap(({ stationCode }) => stationCode ?? [])))];
  const stations = new Set((await StationModel.find({ factoryId, code: { $in: asked } }, { code: 1 }).lean()).map(({ code }) => code));

  return bodies.map((body): Judged<Routing> => {
    const { itemCode } = body;
    const item = items.get(itemCode);
    if (!item) return bad('item_unknown', 'itemCode', { itemCode });
    const unknown = body.operations.find(({ stationCode }) => stationCode !== undefined && !stations.has(stationCode));
    if (unknown) return bad('station_unknown', 'stationCode', { stationCode: unknown.stationCode });
    const misfit = quantitiesOf(body).find((text) => !fitsUnit(parseQuantity(text) ?? 0, item.unit.decimals));
    if (misfit !== undefined) return bad('quantity_not_in_unit', 'firstArticleCap', { qty: misfit, decimals: item.unit.decimals });
    const decision = decideRoutingBody(body);
    if (decision.kind === 'refused') return badBy(decision.refusal, 'seq');

    const before = newest.get(itemCode);
    if (before && sameRouting(before, decision.value)) return { verdict: 'skipped' };
    if (before && !isChain(before)) return bad('routing_has_own_links', 'itemCode', { itemCode });
    const write: Routing = {
      _id: new Types.ObjectId(),
      factoryId,
      itemCode,
      version: (before?.version ?? 0) + 1,
      operations: [...decision.value.operations],
      links: [...decision.value.links],
      createdAt: by.now,
      createdById: by.actorId,
    };
    if (!before) return { verdict: 'created', write };
    const changes = [
      { field: 'version', from: String(before.version), to: String(write.version) },
      { field: 'operations', from: wayOf(before), to: wayOf(write) },
    ];
    return { verdict: 'changed', changes, write };
  });
}

/** Writes what `judgeRoutings` found in the caller's transaction. */
export async function writeRoutings(routings: readonly Routing[]): Promise<void> {
  if (routings.length > 0) await RoutingModel.insertMany([...routings], { lean: true });
}

/** The newest version per item. */
export async function newestRoutings(factoryId: string, itemCodes: readonly string[]): Promise<ReadonlyMap<string, Routing>> {
  const all = await RoutingModel.find({ factoryId, itemCode: { $in: [...itemCodes] } })
    .sort({ itemCode: 1, version: -1 })
    .lean<Routing[]>();
  const newest = new Map<string, Routing>();
  for (const routing of all) if (!newest.has(routing.itemCode)) newest.set(routing.itemCode, routing);
  return newest;
}

/** Whether each number follows the one before it, which is all that a sheet can say. */
export function isChain({ operations, links }: RoutingPlan): boolean {
  const seqs = [...new Set(operations.map(({ seq }) => seq))].sort((a, b) => a - b);
  const steps = seqs.slice(1).map((to, index) => `${seqs[index]} ${to}`);
  return links.length === steps.length && links.every(({ from, to }) => steps.includes(`${from} ${to}`));
}

const wayOf = ({ operations }: RoutingPlan): string => operations.map(({ seq, name }) => `${seq} ${name}`).join(' → ');
