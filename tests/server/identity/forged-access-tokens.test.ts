import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import type { SessionDto } from '../../../server/contracts/api/identity';
import { accessTokens } from '../../../server/modules/identity';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { demoFactory, type TestFactory } from '../../support';
import { errorIn, startApp, TEST_SECRET, type TestApp } from '../../support/http';

const coded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const inFuture = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

let factory: TestFactory;
let app: TestApp;
let session: SessionDto;
let claims: Record<string, unknown>;
beforeAll(async () => {
  factory = await demoFactory();
  app = await startApp(factory);
  session = await app.signIn(factory.admin);
  claims = JSON.parse(Buffer.from(session.accessToken.split('.')[1] ?? '', 'base64url').toString('utf8')) as Record<string, unknown>;
});
afterAll(() => app.stop());

/** A token as the server would make it, but for what the attack changes. */
function forged(header: object, payload: object, secret: string | null = TEST_SECRET, hash = 'sha256'): string {
  const head = `${coded(header)}.${coded(payload)}`;
  return `${head}.${secret === null ? '' : createHmac(hash, secret).update(head).digest('base64url')}`;
}
const HS256 = { alg: 'HS256', typ: 'JWT' };
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
function signedWithRsa(): string {
  const head = `${coded({ alg: 'RS256', typ: 'JWT' })}.${coded(claims)}`;
  return `${head}.${signWith('RSA-SHA256', Buffer.from(head), privateKey).toString('base64url')}`;
}
function signatureTurned(): string {
  const [head = '', body = '', mark = ''] = session.accessToken.split('.');
  return `${head}.${body}.${mark.startsWith('A') ? 'B' : 'A'}${mark.slice(1)}`;
}

test('the way tokens are forged here makes one that is taken when nothing is wrong with it', async () => {
  expect((await app.as({ authorization: `Bearer ${forged(HS256, claims)}` }).get('/me')).status).toBe(200);
  expect((await app.as({ authorization: `Bearer ${session.accessToken}` }).get('/me')).status).toBe(200);
});

const attacks: readonly (readonly [string, () => string])[] = [
  ['algorithm none, no signature', () => forged({ alg: 'none', typ: 'JWT' }, claims, null)],
  ['algorithm none, with a signature', () => forged({ alg: 'none', typ: 'JWT' }, claims)],
  ['algorithm None in other letters', () => forged({ alg: 'NoNe', typ: 'JWT' }, claims)],
  ['no algorithm', () => forged({ typ: 'JWT' }, claims)],
  ['another hash of the same family', () => forged({ alg: 'HS512', typ: 'JWT' }, claims, TEST_SECRET, 'sha512')],
  ['signed with RSA', signedWithRsa],
  ['a public key taken for the secret', () => forged(HS256, claims, publicPem)],
  ['another secret', () => forged(HS256, claims, 'another secret that is as long as the right one')],
  ['no secret', () => forged(HS256, claims, '')],
  ['a key of the forger in the header', () => forged({ ...HS256, jwk: { kty: 'oct', k: 'eA' }, kid: '../../x' }, claims, 'x')],
  ['expired', () => forged(HS256, { ...claims, exp: inFuture(-1) })],
  ['without an end', () => forged(HS256, { ...claims, exp: undefined })],
  ['an end that is no number', () => forged(HS256, { ...claims, exp: '99999999999' })],
  ['another audience', () => forged(HS256, { ...claims, aud: 'someone-else' })],
  ['no audience', () => forged(HS256, { ...claims, aud: undefined })],
  ['another issuer', () => forged(HS256, { ...claims, iss: 'someone-else' })],
  ['no issuer', () => forged(HS256, { ...claims, iss: undefined })],
  ['no person', () => forged(HS256, { ...claims, sub: undefined })],
  ['an operator for a person', () => forged(HS256, { ...claims, sub: { $ne: null } })],
  ['a person that is no id', () => forged(HS256, { ...claims, sub: 'x' })],
  ['a sign-in that is no id', () => forged(HS256, { ...claims, sid: 'x' })],
  ['another factory', () => forged(HS256, { ...claims, fac: 'elsewhere' })],
  ['somebody else with one’s own sign-in', () => forged(HS256, { ...claims, sub: factory.wang.id })],
  ['a sign-in that there is not', () => forged(HS256, { ...claims, sid: '0'.repeat(24) })],
  [
    'payload changed after signing',
    () => `${coded(HS256)}.${coded({ ...claims, sub: factory.wu.id })}.${session.accessToken.split('.')[2]}`,
  ],
  ['signature changed', signatureTurned],
  ['signature cut off', () => session.accessToken.split('.').slice(0, 2).join('.')],
  ['a refresh token', () => session.refreshToken],
  ['garbage', () => 'a.b.c'],
  ['a header that is no JSON', () => `${Buffer.from('{"alg').toString('base64url')}.${coded(claims)}.x`],
  ['a payload that is a list', () => forged(HS256, [claims])],
  ['nothing', () => ''],
];

test.each(attacks)('%s: 401, and nothing is told of why', async (_, make) => {
  const before = await JournalEntryModel.countDocuments({});
  const answer = await app.as({ authorization: `Bearer ${make()}` }).get('/me');
  expect(answer.status).toBe(401);
  expect(['not_signed_in', 'session_ended', 'person_departed']).toContain(errorIn(answer).code);
  const posted = await app.as({ authorization: `Bearer ${make()}` }).post('/people', { name: 'x', roles: ['admin'], workshopIds: [] });
  expect(posted.status).toBe(401);
  expect(await JournalEntryModel.countDocuments({})).toBe(before);
});

test.each([
  ['no header', {}],
  ['basic', { authorization: 'Basic YWRtaW46YWRtaW4=' }],
  ['two tokens', { authorization: 'Bearer a.b.c Bearer d.e.f' }],
  ['lower case scheme with a token of another server', { authorization: `bearer ${'a'.repeat(40)}` }],
])('%s: 401', async (_, headers: Record<string, string>) => {
  expect(errorIn(await app.as(headers).get('/me')).code).toBe('not_signed_in');
});

test('a token in the query or a cookie is no token', async () => {
  expect((await app.as({ cookie: `token=${session.accessToken}` }).get('/me')).status).toBe(401);
  expect((await app.as({}).get(`/me?access_token=${session.accessToken}`)).status).toBe(401);
});

test('a token ends ten minutes after it was made, by the server’s clock', () => {
  const tokens = accessTokens(TEST_SECRET);
  const made = new Date('2026-11-22T10:00:00Z');
  const whose = { personId: 'a'.repeat(24), factoryId: 'f', sessionId: 'b'.repeat(24) };
  const { token, expiresAt } = tokens.sign(whose, made);
  expect(expiresAt.toISOString()).toBe('2026-11-22T10:10:00.000Z');
  expect(tokens.verify(token, new Date('2026-11-22T10:09:59Z'))).toEqual(whose);
  expect(() => tokens.verify(token, new Date('2026-11-22T10:10:00Z'))).toThrow(expect.objectContaining({ code: 'session_ended' }));
});
