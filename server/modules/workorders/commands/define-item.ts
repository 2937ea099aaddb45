import { Types } from 'mongoose';
import { itemBody } from '../../../contracts/api/workorders';
import { accepted, defineCommand, refused } from '../../../platform';
import { presentItem } from '../master.presenter';
import { type Item, ItemModel, ONE_ITEM_PER_CODE } from '../models/item.model';

/** Defines what can be made. The same item again changes nothing; another one under its code is refused with `item_exists`. */
export const defineItem = defineCommand({
  name: 'workorders.define-item',
  permission: 'workorders.manage_master',
  input: itemBody,
  againIfLostTo: [ONE_ITEM_PER_CODE],
  async run({ code, name, drawing, unit }, { scope, now }) {
    const known = await ItemModel.findOne({ factoryId: scope.factoryId, code }).lean<Item>();
    if (known) {
      const fields = [
        known.name !== name && 'name',
        known.drawing !== (drawing || null) && 'drawing',
        (known.unit.name !== unit.name || known.unit.decimals !== unit.decimals) && 'unit',
      ].filter((field) => field !== false);
      if (fields.length > 0) return refused({ code: 'item_exists', itemCode: code, name: known.name, fields });
      return accepted({ ...presentItem(known), changed: false });
    }
    const item: Item = {
      _id: new Types.ObjectId(),
      factoryId: scope.factoryId,
      code,
      name,
      drawing: drawing || null,
      unit,
      createdAt: now,
    };
    await ItemModel.create([item]);
    return accepted({ ...presentItem(item), changed: true });
  },
});
