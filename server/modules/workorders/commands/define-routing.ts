import { Types } from 'mongoose';
import { routingBody } from '../../../contracts/api/workorders';
import { fitsUnit, parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand, refused } from '../../../platform';
import { sameRouting } from '../domain/routing';
import { decideRoutingBody, quantitiesOf } from '../domain/routing-body';
import { presentRouting } from '../master.presenter';
import { type Item, ItemModel } from '../models/item.model';
import { ONE_ROUTING_PER_VERSION, type Routing, RoutingModel } from '../models/routing.model';
import { StationModel } from '../models/station.model';

/**
 * Says how an item is made, as the next version; orders made before keep theirs (B-1.13). The same routing again makes no version.
 * Refuses with `item_unknown`, `station_unknown`, `quantity_not_in_unit`, or `routing_invalid` with the reason.
 */
export const defineRouting = defineCommand({
  name: 'workorders.define-routing',
  permission: 'workorders.manage_master',
  input: routingBody,
  againIfLostTo: [ONE_ROUTING_PER_VERSION],
  async run(input, { actor, scope, now }) {
    const { factoryId } = scope;
    const { itemCode } = input;
    const item = await ItemModel.findOne({ factoryId, code: itemCode }).lean<Item>();
    if (!item) return refused({ code: 'item_unknown', itemCode });
    for (const stationCode of new Set(input.operations.flatMap((step) => step.stationCode ?? []))) {
      if (!(await StationModel.exists({ factoryId, code: stationCode }))) return refused({ code: 'station_unknown', stationCode });
    }
    const broken = quantitiesOf(input).find((text) => !fitsUnit(parseQuantity(text) ?? 0, item.unit.decimals));
    if (broken !== undefined) {
      return refused({ code: 'quantity_not_in_unit', qty: broken, unit: item.unit.name, decimals: item.unit.decimals });
    }
    const decision = decideRoutingBody(input);
    if (decision.kind === 'refused') return decision;

    const newest = await RoutingModel.findOne({ factoryId, itemCode }).sort({ version: -1 }).lean<Routing>();
    if (newest && sameRouting(newest, decision.value)) return accepted({ ...presentRouting(newest), changed: false });
    const routing: Routing = {
      _id: new Types.ObjectId(),
      factoryId,
      itemCode,
      version: (newest?.version ?? 0) + 1,
      operations: [...decision.value.operations],
      links: [...decision.value.links],
      createdAt: now,
      createdById: actor.id,
    };
    await RoutingModel.create([routing]);
    return accepted({ ...presentRouting(routing), changed: true });
  },
});
