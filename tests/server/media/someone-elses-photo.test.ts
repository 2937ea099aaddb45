import type { MediaDto, UploadDto } from '../../../server/contracts/api/media';
import { mediaDto, uploadDto, uploadPartDto } from '../../../server/contracts/api/media';
import { mediaById } from '../../../server/modules/media';
import { mediaLinks } from '../../../server/modules/media/domain/media-links';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { type ApiOfPerson, errorIn, startApp, type TestApp } from '../../support/http';
import { fixture, sha256 } from './media-room';
import { jpeg } from './pictures';

const NOW = new Date('2026-11-22T08:01:00Z');
let clock = NOW;
let app: TestApp;
let factory: TestFactory;
let wang: ApiOfPerson;

beforeAll(async () => {
  factory = await demoFactory();
  app = await startApp(factory, { clock: () => clock });
  wang = app.api(factory.wang);
});
beforeEach(() => {
  clock = NOW;
});
afterAll(() => app.stop());

/** The whole way over HTTP, as the phone goes it. */
async function upload(kind: 'photo' | 'voice', bytes: Buffer): Promise<MediaDto> {
  const opened = await wang.post<UploadDto>('/media/uploads', { kind, bytes: bytes.length, sha256: sha256(bytes) });
  expect(uploadDto.parse(opened.body)).toEqual(opened.body);
  const address = `/media/uploads/${opened.body.uploadId}`;
  const part = await wang.post(`${address}/parts?offset=0`, undefined, {
    key: null,
    raw: bytes,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect({ status: part.status, body: uploadPartDto.parse(part.body) }).toEqual({ status: 200, body: { offset: bytes.length } });
  const finished = await wang.post<MediaDto>(`${address}/finish`);
  expect(finished.status).toBe(201);
  return mediaDto.parse(finished.body);
}

/** An address as an `<img>` asks for it: with nothing but the address. */
const look = (path: string, headers: Record<string, string> = {}) => fetch(`${app.address}${path}`, { headers });

test('a photo goes in and comes out, for a tag that can send no token, and cannot run there', async () => {
  const dto = await upload('photo', await jpeg(500, 400));
  for (const address of [dto.url, dto.thumbUrl ?? '']) {
    const answer = await look(address);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^inline; filename="[0-9a-f]{24}-(display|thumb)\.jpg"$/),
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=31536000, immutable',
    });
    expect(Buffer.from(await answer.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    const again = await look(address, { 'if-none-match': answer.headers.get('etag') ?? '', 'cache-control': 'max-age=0' });
    expect(again.status).toBe(304);
  }
});

test('an address is good for the one file, for some minutes, and for nobody who changes it', async () => {
  const dto = await upload('photo', await jpeg());
  const other = await upload('photo', await jpeg());
  expect(dto.urlsExpireAt).toBe('2026-11-22T08:15:00.000Z');
  const signed = new URL(dto.url, app.address);
  const changed = (change: (url: URL) => void) => {
    const url = new URL(signed);
    change(url);
    return `${url.pathname}${url.search}`;
  };
  const attempts = [
    dto.url.replace('/display', '/thumb'),
    dto.url.replace(dto.mediaId, other.mediaId),
    changed((url) => url.searchParams.set('e', '9999999999')),
    changed((url) => url.searchParams.set('f', 'f-another')),
    changed((url) => url.searchParams.set('s', `${'A'.repeat(42)}A`)),
    changed((url) => url.searchParams.delete('s')),
    changed((url) => url.searchParams.append('s', 'x')),
    signed.pathname,
  ];
  for (const attempt of attempts) expect({ attempt, status: (await look(attempt)).status }).toEqual({ attempt, status: 401 });
  expect((await look(dto.url)).status).toBe(200);
  clock = new Date('2026-11-22T08:14:59Z');
  expect((await look(dto.url)).status).toBe(200);
  clock = new Date('2026-11-22T08:15:00Z');
  expect((await look(dto.url)).status).toBe(401);
});

test('the same list asked for twice has the same addresses', () => {
  const links = mediaLinks('a secret of the tests, long enough to be taken');
  const at = (time: string) => links.sign('f', 'm', 'thumb', new Date(time));
  expect(at('2026-11-22T08:00:00Z')).toBe(at('2026-11-22T08:04:59Z'));
  expect(at('2026-11-22T08:00:00Z')).not.toBe(at('2026-11-22T08:05:00Z'));
  expect(mediaLinks('another secret, just as long as the first').check({ f: 'f' }, NOW)).toBeNull();
});

test('with a sign-in it is there for the factory, and for no other', async () => {
  const dto = await upload('photo', await jpeg());
  const stranger = await demoFactory();
  expect((await app.api(factory.zhou).get(`/media/${dto.mediaId}/display`)).status).toBe(200);
  const asked = await app.api(factory.zhou).get<MediaDto>(`/media/${dto.mediaId}`);
  expect(mediaDto.parse(asked.body)).toMatchObject({ mediaId: dto.mediaId, kind: 'photo' });
  await expect(asPerson(stranger.zhou).ask(mediaById, { mediaId: dto.mediaId })).rejects.toMatchObject({ code: 'not_found' });
  expect(errorIn(await app.api(factory.zhou).get('/media/665f1c2ab3d4e5f607182900'))).toMatchObject({ code: 'not_found' });
  expect(errorIn(await app.api(factory.zhou).get(`/media/${dto.mediaId}/audio`))).toMatchObject({ code: 'not_found' });
  expect(errorIn(await app.api(factory.zhou).get(`/media/${dto.mediaId}/source`))).toMatchObject({ code: 'invalid_input' });
  expect(errorIn(await app.as({}).get(`/media/${dto.mediaId}`))).toMatchObject({ code: 'not_signed_in' });
});

test('a player asks for the middle of a voice note and gets it', async () => {
  const bytes = fixture('voice.m4a');
  const dto = await upload('voice', bytes);
  const ask = (range: string) => look(dto.url, { range });
  const middle = await ask('bytes=10-19');
  expect(middle.status).toBe(206);
  expect(middle.headers.get('content-range')).toBe(`bytes 10-19/${bytes.length}`);
  expect(Buffer.from(await middle.arrayBuffer())).toEqual(bytes.subarray(10, 20));
  expect(Buffer.from(await (await ask('bytes=-5')).arrayBuffer())).toEqual(bytes.subarray(-5));
  expect(Buffer.from(await (await ask('bytes=5-')).arrayBuffer())).toEqual(bytes.subarray(5));
  expect(Buffer.from(await (await ask('bytes=0-99999999')).arrayBuffer())).toEqual(bytes);
  for (const nonsense of ['bytes=5-2', 'lines=1-2', 'bytes=0-1,4-5', 'bytes=-']) expect((await ask(nonsense)).status).toBe(200);
  const beyond = await ask('bytes=99999999-');
  expect(beyond.status).toBe(416);
  expect(beyond.headers.get('content-range')).toBe(`bytes */${bytes.length}`);
  expect(beyond.headers.get('content-type')).toContain('application/json');
  expect(await beyond.json()).toMatchObject({ error: { code: 'range_not_satisfiable' } });
});

test('a part is bytes, not too many, with a place, and from somebody', async () => {
  const bytes = await jpeg();
  const { body } = await wang.post<UploadDto>('/media/uploads', { kind: 'photo', bytes: bytes.length, sha256: sha256(bytes) });
  const address = `/media/uploads/${body.uploadId}/parts`;
  const octets = { 'content-type': 'application/octet-stream' };
  const send = (query: string, raw: Uint8Array | string, headers: Record<string, string> = octets) =>
    wang.post(`${address}${query}`, undefined, { key: null, raw, headers });
  expect(errorIn(await send('?offset=0', '{}', { 'content-type': 'application/json' }))).toMatchObject({ code: 'unsupported_content' });
  expect(errorIn(await send('?offset=0', new Uint8Array(512 * 1024 + 1)))).toMatchObject({ code: 'body_too_large' });
  for (const query of ['', '?offset=-1', '?offset=x', '?offset=0&offset=1', '?offset[$gt]=0', '?offset=0&bytes=1&more=2']) {
    expect({ query, code: errorIn(await send(query, bytes)).code }).toEqual({ query, code: 'invalid_input' });
  }
  expect(errorIn(await send('?offset=7', bytes))).toMatchObject({ code: 'upload_offset', details: { offset: 0 } });
  expect(errorIn(await app.as(octets).post(`${address}?offset=0`, undefined, { raw: bytes, headers: octets }))).toMatchObject({
    code: 'not_signed_in',
  });
});
