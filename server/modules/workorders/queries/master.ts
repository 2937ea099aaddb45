import { Types } from 'mongoose';
import { itemsQuery, routingsQuery, stationsQuery } from '../../../contracts/api/workorders';
import { defineQuery, withinScope } from '../../../platform';
import { presentItem, presentRouting, presentStation } from '../master.presenter';
import { type Item, ItemModel } from '../models/item.model';
import { type Routing, RoutingModel } from '../models/routing.model';
import { type Station, StationModel } from '../models/station.model';
import { beginsWith } from './prefix';

/** What can be made, oldest first. */
export const items = defineQuery({
  name: 'workorders.items',
  permission: 'workorders.read',
  input: itemsQuery,
  async run({ q, after, limit }, { scope }) {
    const filter = { factoryId: scope.factoryId, ...codeBegins(q), ...later(after) };
    const page = await ItemModel.find(filter)
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean<Item[]>();
    return { items: page.slice(0, limit).map(presentItem), nextAfter: nextAfter(page, limit) };
  },
});

/** How items are made, all versions, newest version of an item first. */
export const routings = defineQuery({
  name: 'workorders.routings',
  permission: 'workorders.read',
  input: routingsQuery,
  async run({ itemCode, after, limit }, { scope }) {
    const filter = { factoryId: scope.factoryId, ...(itemCode === undefined ? {} : { itemCode }), ...earlier(after) };
    const page = await RoutingModel.find(filter)
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<Routing[]>();
    return { items: page.slice(0, limit).map(presentRouting), nextAfter: nextAfter(page, limit) };
  },
});

/** Stations of the workshops that the asker may see. */
export const stations = defineQuery({
  name: 'workorders.stations',
  permission: 'workorders.read',
  input: stationsQuery,
  async run({ q, after, limit }, { scope }) {
    const filter = { ...withinScope(scope), ...codeBegins(q), ...later(after) };
    const page = await StationModel.find(filter)
      .sort({ _id: 1 })
      .limit(limit + 1)
      .lean<Station[]>();
    return { items: page.slice(0, limit).map(presentStation), nextAfter: nextAfter(page, limit) };
  },
});

const codeBegins = (q: string | undefined) => (q?.trim() ? { code: beginsWith(q.trim()) } : {});
const later = (after: string | undefined) => (after === undefined ? {} : { _id: { $gt: new Types.ObjectId(after) } });
const earlier = (after: string | undefined) => (after === undefined ? {} : { _id: { $lt: new Types.ObjectId(after) } });

function nextAfter(page: readonly { readonly _id: Types.ObjectId }[], limit: number): string | null {
  return page.length > limit ? (page[limit - 1]?._id.toHexString() ?? null) : null;
}
