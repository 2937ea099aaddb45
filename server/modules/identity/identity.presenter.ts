import type { MeDto, PersonDto, SignedInDeviceDto } from '../../contracts/api/identity';
import type { FactorySettings } from './factories';
import type { Person } from './models/person.model';
import type { Session } from './models/session.model';

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

export const presentDevice = (session: Session, currentId: string | undefined): SignedInDeviceDto => ({
  id: session._id.toHexString(),
  deviceName: session.deviceName ?? null,
  channel: session.channel ?? null,
  way: session.way ?? null,
  startedAt: session.startedAt.toISOString(),
  lastUsedAt: session.refreshedAt.toISOString(),
  current: session._id.toHexString() === currentId,
});
