import type { PersonDto } from '../../server/contracts/api/identity';
import type { Role } from '../../server/contracts/permissions';
import { ApiClient, demoPeople } from '../http-client';
import type { Learned } from './learn';

export const REPLAY_WORKSHOP = 'replay';

/** Everybody the replay needs: who is in the log, and those who resolve what a gate stops. */
export type Crew = {
  readonly planner: ApiClient;
  readonly payClerk: ApiClient;
  readonly leader: ApiClient;
  readonly worker: (name: string) => ApiClient;
  readonly personIds: ReadonlyMap<string, string>;
  /** An inspector who is none of these people. */
  readonly inspectorOtherThan: (personIds: readonly string[]) => ApiClient;
};

export async function assembleCrew(address: string, learned: Learned): Promise<Crew> {
  const before = await demoPeople(address);
  const withRole = (role: Role): PersonDto => {
    const person = before.find((one) => one.roles.includes(role));
    if (!person) throw new Error(`nobody at ${address} is ${role}`);
    return person;
  };
  const hr = new ApiClient(address, withRole('hr').id);
  const wanted: { key: string; name: string; roles: Role[] }[] = [
    ...[...learned.workers].map(([name, does]) => ({
      key: `log-${name.toLowerCase()}`,
      name,
      roles: [...(does.works ? (['worker'] as const) : []), ...(does.inspects ? (['inspector'] as const) : [])] as Role[],
    })),
    { key: 'log-inspector-1', name: '回放检验一', roles: ['inspector'] },
    { key: 'log-inspector-2', name: '回放检验二', roles: ['inspector'] },
    { key: 'log-leader', name: '回放班长', roles: ['leader'] },
  ];
  const known = new Map(before.map((person) => [person.wecomUserId, person]));
  for (const { key, name, roles } of wanted) {
    if (known.has(key)) continue;
    const person = await hr.post<PersonDto>(
      '/people',
      { name, roles, workshopIds: [REPLAY_WORKSHOP], wecomUserId: key },
      `replay-person-${key}`,
    );
    known.set(key, person);
  }
  const idOf = (key: string): string => {
    const person = known.get(key);
    if (!person) throw new Error(`${key} was not taken on`);
    return person.id;
  };
  const clients = new Map(wanted.map(({ key }) => [key, new ApiClient(address, idOf(key))]));
  const clientOf = (key: string): ApiClient => clients.get(key) ?? new ApiClient(address, idOf(key));
  const inspectors = ['log-inspector-1', 'log-inspector-2'];
  return {
    planner: new ApiClient(address, withRole('planner').id),
    payClerk: hr,
    leader: clientOf('log-leader'),
    worker: (name) => clientOf(`log-${name.toLowerCase()}`),
    personIds: new Map(wanted.map(({ key, name }) => [name, idOf(key)])),
    inspectorOtherThan: (personIds) => clientOf(inspectors.find((key) => !personIds.includes(idOf(key))) ?? 'log-inspector-1'),
  };
}
