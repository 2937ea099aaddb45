import { request } from 'node:http';
import type { MediaDto, UploadDto } from '../../../server/contracts/api/media';
import { UploadModel } from '../../../server/modules/media/models/upload.model';
import { demoFactory } from '../../support';
import { startApp, type TestApp } from '../../support/http';
import { sha256 } from './media-room';
import { noisyJpeg } from './pictures';

let app: TestApp;
afterAll(() => app.stop());

/** Sends the first half of a body that was announced whole, and hangs up. */
function hangUpInTheMiddle(address: string, token: string, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream', 'content-length': bytes.length };
    const sending = request(address, { method: 'POST', headers });
    sending.on('error', () => resolve());
    sending.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => sending.destroy(new Error('no signal')), 50));
  });
}

test('half a part is no part: the phone asks how far it is, goes on, and the photo is whole', async () => {
  const factory = await demoFactory();
  app = await startApp(factory);
  const { accessToken } = await app.signIn(factory.wang);
  const wang = app.api(factory.wang);
  const bytes = await noisyJpeg(800, 600);
  const announced = { kind: 'photo', bytes: bytes.length, sha256: sha256(bytes) };
  const { uploadId } = (await wang.post<UploadDto>('/media/uploads', announced)).body;
  const parts = `/media/uploads/${uploadId}/parts`;
  const send = (offset: number, raw: Buffer) =>
    wang.post(`${parts}?offset=${offset}`, undefined, { key: null, raw, headers: { 'content-type': 'application/octet-stream' } });

  await send(0, bytes.subarray(0, 10_000));
  for (let cut = 0; cut < 3; cut++)
    await hangUpInTheMiddle(`${app.address}/api/v1${parts}?offset=10000`, accessToken, bytes.subarray(10_000));
  expect(await UploadModel.findById(uploadId).lean()).toMatchObject({ offset: 10_000, state: 'open' });

  const { offset } = (await wang.post<UploadDto>('/media/uploads', announced)).body;
  expect(offset).toBe(10_000);
  expect((await send(offset, bytes.subarray(offset))).body).toEqual({ offset: bytes.length });
  expect((await wang.post<MediaDto>(`/media/uploads/${uploadId}/finish`)).body).toMatchObject({ mediaId: uploadId, width: 800 });
});
