import type { MeDto, PersonDto } from '../../contracts/api/identity';
import type { FactorySettings } from './factories';
import type { Person } from './models/person.model';

export const presentPerson = (person: Person): PersonDto => ({
  id: person._id.toHexString(),
  name: person.name,
  roles: [...person.roles],
  workshopIds: [...person.workshopIds],
  warehouseIds: [...person.warehouseIds],
  wecomUserId: person.wecomUserId ?? null,
  state: person.state,
});

export const presentFactory = (factory: FactorySettings): MeDto['factory'] => ({
  id: factory.id,
  name: factory.name,
  timeZone: factory.timeZone,
  dayCut: `${String(Math.floor(factory.dayCutMinutes / 60)).padStart(2, '0')}:${String(factory.dayCutMinutes % 60).padStart(2, '0')}`,
  currency: 'CNY',
  workshops: factory.workshops.map(({ id, name }) => ({ id, name })),
});
