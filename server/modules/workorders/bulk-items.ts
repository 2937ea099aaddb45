import { Types } from 'mongoose';
import type * as z from 'zod/mini';
import type { itemBody } from '../../contracts/api/workorders';
import type { Scope } from '../../platform';
import { bad, changedFields, type Judged } from './bulk';
import { type Item, ItemModel } from './models/item.model';

export type ItemBody = z.infer<typeof itemBody>;
/** An item to be made, or another name and drawing for one that is there. */
export type ItemWrite = { readonly item: Item; readonly isNew: boolean };

/**
 * What would become of these items, in the order given. Name and drawing of an item may change; its unit may not: what was counted in it
 * would mean something else (`item_unit_fixed`).
 */
export async function judgeItems(scope: Scope, bodies: readonly ItemBody[], now: Date): Promise<Judged<ItemWrite>[]> {
  const { factoryId } = scope;
  const known = await ItemModel.find({ factoryId, code: { $in: bodies.map(({ code }) => code) } }).lean<Item[]>();
  const byCode = new Map(known.map((item) => [item.code, item]));
  return bodies.map(({ code, name, drawing, unit }): Judged<ItemWrite> => {
    const there = byCode.get(code);
    if (!there) {
      const item: Item = { _id: new Types.ObjectId(), factoryId, code, name, drawing: drawing || null, unit, createdAt: now };
      return { verdict: 'created', write: { item, isNew: true } };
    }
    if (there.unit.name !== unit.name || there.unit.decimals !== unit.decimals) {
      return bad('item_unit_fixed', 'unit', { itemCode: code, unit: there.unit.name, decimals: there.unit.decimals });
    }
    const changes = changedFields([
      ['name', there.name, name],
      ['drawing', there.drawing, drawing || null],
    ]);
    if (changes.length === 0) return { verdict: 'skipped' };
    return { verdict: 'changed', changes, write: { item: { ...there, name, drawing: drawing || null }, isNew: false } };
  });
}

/** Writes what `judgeItems` found in the caller's transaction. */
export async function writeItems(writes: readonly ItemWrite[]): Promise<void> {
  const made = writes.filter(({ isNew }) => isNew).map(({ item }) => item);
  if (made.length > 0) await ItemModel.insertMany(made, { lean: true });
  for (const { item, isNew } of writes) {
    if (!isNew)
      await ItemModel.updateOne({ _id: item._id, factoryId: item.factoryId }, { $set: { name: item.name, drawing: item.drawing } });
  }
}
