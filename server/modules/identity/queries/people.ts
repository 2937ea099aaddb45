import * as z from 'zod/mini';
import { listPeopleQuery } from '../../../contracts/api/identity';
import { AppError, coversWorkshop, defineQuery } from '../../../platform';
import { presentPerson } from '../identity.presenter';
import { type Person, PersonModel } from '../models/person.model';
import { ALL_WORKSHOPS } from '../people';

const MOST = 500;

/** Active people of the workshops that the asker may see. */
export const people = defineQuery({
  name: 'identity.people',
  permission: 'identity.read',
  input: listPeopleQuery,
  async run({ role, workshopId }, { scope }) {
    if (workshopId !== undefined && !coversWorkshop(scope, workshopId)) throw new AppError('out_of_scope', { workshopId });
    const workshops = workshopId !== undefined ? [workshopId] : scope.workshopIds;
    const found = await PersonModel.find({
      factoryId: scope.factoryId,
      state: 'active',
      ...(role ? { roles: role } : {}),
      ...(workshops === 'all' ? {} : { workshopIds: { $in: [...workshops, ALL_WORKSHOPS] } }),
    })
      .sort({ _id: 1 })
      .limit(MOST)
      .lean<Person[]>();
    return { items: found.map(presentPerson) };
  },
});

/** Everybody of the demonstration factory, to sign in as. Exists only where the demonstration runs. */
export const demoPeople = defineQuery({
  name: 'identity.demo-people',
  permission: 'identity.read',
  input: z.strictObject({}),
  async run(_, { scope }) {
    const found = await PersonModel.find({ factoryId: scope.factoryId, state: 'active' }).sort({ _id: 1 }).limit(MOST).lean<Person[]>();
    return { items: found.map(presentPerson) };
  },
});
