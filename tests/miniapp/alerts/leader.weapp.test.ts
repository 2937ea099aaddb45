import { builtWeapp } from '../../support/built-weapp';
import { SCRAP_ALERT } from '../../support/stub-server/stub-leader';
import { StubServer } from '../../support/stub-server/stub-server';
import { newPhone } from '../../support/weapp-host/phone';
import { WeappHost } from '../../support/weapp-host/weapp-host';

jest.setTimeout(180_000);

const server = new StubServer();
let host: WeappHost;

beforeAll(async () => {
  host = await new WeappHost(builtWeapp(), newPhone({ origin: await server.start() })).launch();
});

afterAll(async () => {
  host.close();
  await server.stop();
});

test('in the WeChat package a leader lands on the alerts, and walks by the bar to what waits for a decision', async () => {
  await host.tap('text=陈班长');
  await host.waitFor(`#take-${SCRAP_ALERT}`);
  for (const words of ['异常', '废品率 13.33 %', 'WO-0322 轴套 · 车外圆', '你负责', '我来处理']) expect(host.text()).toContain(words);
  await host.waitFor('#room-approvals');
  // The orders board is for a wide screen; it is not part of this package.
  expect(host.text()).not.toContain('看板');
  await host.tap('#room-approvals');
  await host.waitFor('#nothing-to-decide');
  expect(host.errors).toEqual([]);
  expect(host.warnings).toEqual([]);
});
