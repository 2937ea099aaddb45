import { Workbook } from 'exceljs';
import { ROLES, type Role } from '../../../server/contracts/permissions';
import type { Route } from '../../../server/platform';
import { demoFactory, type TestFactory } from '../../support';
import { type ApiOfPerson, errorIn, type HttpAnswer, startApp, type TestApp } from '../../support/http';
import { aPlatform } from '../identity/support/a-platform';
import { type Contents, contents, sizeOf } from './support/contents';
import { furnish, type Place, put } from './support/place';
import { askFor, nameOf, OPEN_ROUTES, TARGETS, type Target } from './support/targets';

/** Codes that say: this is not there for you. */
const CLOSED = ['not_found', 'out_of_scope', 'item_unknown', 'routing_unknown', 'station_unknown', 'person_unknown'];
/** Codes that a request which is right in itself and allowed never meets. */
const NEVER_OWN = [...CLOSED, 'forbidden', 'not_signed_in', 'session_ended', 'person_departed', 'invalid_input', 'internal', 'busy'];

let app: TestApp;
let home: TestFactory;
let own: Place;
let places: Readonly<Record<'workshop' | 'factory', Place>>;
let people: Record<Role, { id: string }>;
const apis = new Map<Role, ApiOfPerson>();
let before: { nextDoor: Contents; elsewhere: Contents };

const nextDoor = () => contents({ factoryId: home.id, $or: [{ workshopId: 'w2' }, { workshopIds: 'w2' }] }, ['journal', 'sessions']);
const elsewhere = () => contents({ factoryId: places.factory.factoryId });

beforeAll(async () => {
  home = await demoFactory();
  const other = await demoFactory();
  app = await startApp(home, { demo: true, login: aPlatform() });
  own = await furnish(home, { tag: 'HOME', workshopId: 'w1', itemTag: 'OURS', worker: home.wang }, app.settle);
  places = {
    workshop: await furnish(home, { tag: 'NEXTDOOR', workshopId: 'w2', itemTag: 'OURS', worker: home.sun }, app.settle),
    factory: await furnish(other, { tag: 'ELSEWHERE', workshopId: 'w1', itemTag: 'ELSEWHERE', worker: other.wang }, app.settle),
  };
  // Everybody of the matrix is of one workshop, the powerful too.
  const made = await Promise.all(ROLES.map(async (role) => [role, await put(home, `${role} w1`, [role], 'w1')] as const));
  people = Object.fromEntries(made) as typeof people;
  before = { nextDoor: await nextDoor(), elsewhere: await elsewhere() };
}, 60_000);
afterAll(() => app.stop());

function ask(role: Role, route: Route, target: Target, place: Place): Promise<HttpAnswer> {
  const asked = target.of(place);
  const api = apis.get(role) ?? app.api(people[role]);
  // Two of the routes sign out.
  if (route.path.startsWith('/sessions/end')) apis.delete(role);
  else apis.set(role, api);
  return askFor(api, route, asked);
}

/** Texts of other places in an answer, but for those that the question itself named. */
async function leaked(answer: HttpAnswer, asked: string): Promise<string[]> {
  const text = Buffer.isBuffer(answer.body) ? await cellsOf(answer.body) : JSON.stringify(answer.body);
  return ['NEXTDOOR', 'ELSEWHERE'].filter((tag) => text.includes(tag) && !asked.includes(tag));
}

/** The texts in a workbook; nothing for what is none. */
async function cellsOf(bytes: Buffer): Promise<string> {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return '';
  const book = new Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  return JSON.stringify(book.worksheets.map((sheet) => sheet.getSheetValues()));
}

/** Whether a success is what the route's contract says; what is no JSON has none here. */
function fits(route: Route, answer: HttpAnswer): boolean {
  return !('response' in route) || route.response.safeParse(answer.body).success;
}

test('every route has its line in the table, and the table has no line too many', () => {
  expect([...Object.keys(TARGETS), ...Object.keys(OPEN_ROUTES)].sort()).toEqual(app.routes.map(nameOf).sort());
  for (const route of app.routes) expect(nameOf(route) in OPEN_ROUTES).toBe(route.open === true);
});

describe.each(Object.entries(TARGETS))('%s', (name, target) => {
  const route = () => {
    const found = app.routes.find((one) => nameOf(one) === name);
    if (!found) throw new Error(`no route ${name}`);
    return found;
  };
  const outside = target.elsewhere ?? (['workshop', 'factory'] as const);

  test('without a sign-in: 401', async () => {
    const answer = await askFor(app.as({}), route(), target.of(own));
    expect(errorIn(answer)).toMatchObject({ code: 'not_signed_in' });
  });

  test('a role that may not is told so, wherever the thing lies', async () => {
    for (const role of ROLES.filter((one) => !target.who.includes(one))) {
      for (const place of [own, ...outside.map((where) => places[where])]) {
        const answer = await ask(role, route(), target, place);
        expect({ role, place: place.tag, status: answer.status, code: errorIn(answer).code }).toEqual({
          role,
          place: place.tag,
          status: 403,
          code: 'forbidden',
        });
      }
    }
  });

  if (outside.length > 0) {
    test.each(outside)('what lies in another %s is not there for those who may', async (where) => {
      const place = places[where];
      for (const role of target.who) {
        const answer = await ask(role, route(), target, place);
        if (target.list && answer.status === 200) {
          expect({ role, leaked: await leaked(answer, '') }).toEqual({ role, leaked: [] });
          continue;
        }
        expect([403, 404, 422]).toContain(answer.status);
        expect(CLOSED).toContain(errorIn(answer).code);
        expect(await leaked(answer, JSON.stringify(target.of(place)))).toEqual([]);
      }
    });
  }

  test('what lies here is there for those who may, and nothing else is shown with it', async () => {
    const answers: number[] = [];
    for (const role of target.who) {
      const answer = await ask(role, route(), target, own);
      answers.push(answer.status);
      if (target.refusedHere) expect(errorIn(answer).code).toBe(target.refusedHere);
      if (target.personal) expect(errorIn(answer).code).toBe('not_found');
      else if (answer.status >= 300) expect(NEVER_OWN).not.toContain(errorIn(answer).code);
      else expect(fits(route(), answer)).toBe(true);
      expect({ role, leaked: await leaked(answer, '') }).toEqual({ role, leaked: [] });
    }
    if (!target.personal && !target.refusedHere) expect(answers.some((status) => status < 300)).toBe(true);
  });
});

/** Requests that are about something here and name something else that lies outside. */
const MIXED: readonly (readonly [string, Role, (here: Place, there: Place) => { path: string; body: object }])[] = [
  [
    'an order here and one outside made one',
    'planner',
    (here, there) => ({ path: `/work-orders/${here.changeableId}/merge`, body: { otherId: there.unbegunToo, reason: '一起做' } }),
  ],
  [
    'an operation here given to somebody outside',
    'leader',
    (here, there) => ({ path: `/operations/${here.gatedOperationId}/dispatch`, body: { personIds: [there.bystanderId] } }),
  ],
  [
    'an operation here given to a station outside',
    'leader',
    (here, there) => ({ path: `/operations/${here.gatedOperationId}/dispatch`, body: { personIds: [], stationCode: there.stationCode } }),
  ],
  [
    'an address here and a body about something outside: the address counts',
    'worker',
    (here, there) => ({
      path: `/operations/${there.operationId}/start`,
      body: { operationId: here.operationId, occurredAt: new Date().toISOString() },
    }),
  ],
];
describe.each(MIXED)('%s', (_, role, mixed) => {
  test.each(['workshop', 'factory'] as const)('in another %s: is refused', async (where) => {
    const { path, body } = mixed(own, places[where]);
    const answer = await app.api(people[role]).post(path, body);
    expect(CLOSED).toContain(errorIn(answer).code);
    expect(await leaked(answer, JSON.stringify(body))).toEqual([]);
  });
});

test('after all of it nothing is changed next door or elsewhere', async () => {
  const after = { nextDoor: await nextDoor(), elsewhere: await elsewhere() };
  expect(sizeOf(before.nextDoor)).toBeGreaterThan(10);
  expect(sizeOf(before.elsewhere)).toBeGreaterThan(30);
  expect(after).toEqual(before);
});
