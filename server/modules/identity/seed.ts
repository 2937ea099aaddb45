import { Types } from 'mongoose';
import { type Factory, FactoryModel } from './models/factory.model';
import { type Person, PersonModel } from './models/person.model';

/** A factory's first people cannot be taken on by anybody: they are put in when it is founded. Nothing happens when it exists. */
export async function foundFactory(
  factory: Factory,
  firstPeople: readonly Omit<Person, '_id' | 'factoryId' | 'state' | 'departedAt' | 'rightsVersion'>[],
): Promise<boolean> {
  if (await FactoryModel.exists({ _id: factory._id })) return false;
  await FactoryModel.create(factory);
  await PersonModel.insertMany(
    firstPeople.map((person) => ({
      _id: new Types.ObjectId(),
      ...person,
      factoryId: factory._id,
      state: 'active',
      departedAt: null,
      rightsVersion: 0,
    })),
  );
  return true;
}
