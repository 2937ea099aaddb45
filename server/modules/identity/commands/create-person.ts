import { createPersonBody } from '../../../contracts/api/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { factoryOf } from '../factories';
import { presentPerson } from '../identity.presenter';
import { ONE_PERSON_PER_WECOM_USER, type Person, PersonModel } from '../models/person.model';
import { mayAppoint, workshopOutOfReach } from '../reach';

/**
 * Takes a person on. Refuses `person_exists` when the WeCom user is taken, `out_of_scope` for a workshop that does not exist or is not
 * ours, `forbidden` for an administrator taken on by anybody else.
 */
export const createPerson = defineCommand({
  name: 'identity.create-person',
  permission: 'identity.manage_people',
  input: createPersonBody,
  againIfLostTo: [ONE_PERSON_PER_WECOM_USER],
  async run(input, { scope, actor }) {
    const factory = await factoryOf(scope.factoryId);
    const foreign = workshopOutOfReach(scope, factory.workshops, input.workshopIds);
    if (foreign !== undefined) return refused({ code: 'out_of_scope', workshopId: foreign });
    if (!mayAppoint(actor, [], input.roles)) return refused({ code: 'forbidden', permission: 'identity.manage_people' });
    const wecomUserId = input.wecomUserId?.toLowerCase();
    if (wecomUserId !== undefined && (await PersonModel.exists({ factoryId: scope.factoryId, wecomUserId }))) {
      return refused({ code: 'person_exists', wecomUserId });
    }
    const [person] = await PersonModel.create([
      {
        factoryId: scope.factoryId,
        name: input.name,
        roles: [...new Set(input.roles)],
        workshopIds: input.workshopIds,
        warehouseIds: input.warehouseIds ?? [],
        ...(wecomUserId === undefined ? {} : { wecomUserId }),
        locale: input.locale ?? 'zh-CN',
      },
    ]);
    if (!person) throw new Error('create answered with nothing');
    return accepted(presentPerson(person.toObject<Person>()));
  },
});
