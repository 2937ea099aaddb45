import { model, Schema } from 'mongoose';
import { buildIndexes } from '../../../server/platform/database/build-indexes';
import { openStore } from '../../support/store';

const schema = new Schema({ name: String, size: Number }, { collection: 'test_boxes', versionKey: false });
schema.index({ name: 1, size: 1 }, { name: 'one_box_per_name_and_size', unique: true });
const BoxModel = model('TestBox', schema);

beforeAll(openStore);

test('a unique index that no model declares any more goes, and what it refused is taken', async () => {
  await BoxModel.collection.createIndex({ name: 1 }, { name: 'one_box_per_name', unique: true });
  await BoxModel.create({ name: 'a', size: 1 });
  await expect(BoxModel.create({ name: 'a', size: 2 })).rejects.toMatchObject({ code: 11000 });
  expect(await buildIndexes()).toEqual(['test_boxes.one_box_per_name']);
  await BoxModel.create({ name: 'a', size: 2 });
  await expect(BoxModel.create({ name: 'a', size: 2 })).rejects.toMatchObject({ code: 11000 });
  expect(await buildIndexes()).toEqual([]);
});

test('one that now means something else under its old name is built anew', async () => {
  await BoxModel.collection.dropIndex('one_box_per_name_and_size');
  await BoxModel.collection.createIndex({ size: 1 }, { name: 'one_box_per_name_and_size', unique: true });
  expect(await buildIndexes()).toEqual(['test_boxes.one_box_per_name_and_size']);
  const { key } = (await BoxModel.listIndexes()).find(({ name }) => name === 'one_box_per_name_and_size') ?? {};
  expect(key).toEqual({ name: 1, size: 1 });
});

test('an index that only makes somebody’s question fast is left alone', async () => {
  await BoxModel.collection.createIndex({ size: -1 }, { name: 'advised' });
  expect(await buildIndexes()).toEqual([]);
  expect((await BoxModel.listIndexes()).map(({ name }) => name)).toContain('advised');
});
