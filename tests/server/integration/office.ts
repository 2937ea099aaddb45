import type { AddressInfo } from 'node:net';
import { Workbook } from 'exceljs';
import { ulid } from 'ulid';
import { createApp } from '../../../server/app';
import { EXCEL_TYPE, type ImportDto, type ImportKind, type ImportReceiptDto } from '../../../server/contracts/api/integration';
import { integration } from '../../../server/modules/integration';
import { defineItem, defineRouting, defineStation, workorders } from '../../../server/modules/workorders';
import { AppError } from '../../../server/platform';
import { asPerson, demoFactory, silent, type TestFactory, type TestPerson } from '../../support';

export type Answer<T> = {
  readonly status: number;
  readonly body: T & { error?: { code: string; message: string; details?: Record<string, unknown> } };
};

/** A factory with its API on a port of its own; a person's id is their token. */
export async function office(): Promise<{
  factory: TestFactory;
  url: string;
  send: (
    person: TestPerson,
    path: string,
    init?: { method?: string; body?: Buffer; type?: string; key?: string; language?: string },
  ) => Promise<Response>;
  upload: (person: TestPerson, kind: ImportKind, file: Buffer, key?: string) => Promise<Answer<ImportReceiptDto>>;
  preview: (person: TestPerson, importId: string) => Promise<ImportDto>;
  apply: (person: TestPerson, importId: string, key?: string) => Promise<Answer<ImportReceiptDto>>;
  close: () => Promise<void>;
}> {
  const factory = await demoFactory();
  const people = new Map(
    Object.values(factory).flatMap((one) => (typeof one === 'object' && 'actor' in one ? [[one.id, one] as const] : [])),
  );
  const app = createApp({
    modules: [workorders, integration],
    authenticate: async (authorization) => {
      const person = people.get(authorization?.replace('Bearer ', '') ?? '');
      if (!person) throw new AppError('not_signed_in');
      return person.actor;
    },
    openActor: () => Promise.reject(new Error('nobody')),
    clock: () => new Date(),
    logger: silent,
    webDirectory: '/nowhere',
    isReady: () => true,
    version: 'test',
  });
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`;
  const send: Awaited<ReturnType<typeof office>>['send'] = (
    person,
    path,
    { method = 'GET', body, type, key = ulid(), language = 'zh-CN' } = {},
  ) =>
    fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${person.id}`,
        'accept-language': language,
        ...(method === 'POST' ? { 'idempotency-key': key } : {}),
        ...(type ? { 'content-type': type } : {}),
      },
      ...(body ? { body: new Uint8Array(body) } : {}),
    });
  const answered = async <T>(response: Response): Promise<Answer<T>> => ({
    status: response.status,
    body: (await response.json()) as Answer<T>['body'],
  });
  return {
    factory,
    url,
    send,
    upload: async (person, kind, file, key) =>
      answered(
        await send(person, `/imports?kind=${kind}&fileName=plan.xlsx`, {
          method: 'POST',
          body: file,
          type: EXCEL_TYPE,
          ...(key ? { key } : {}),
        }),
      ),
    preview: async (person, importId) => (await (await send(person, `/imports/${importId}`)).json()) as ImportDto,
    apply: async (person, importId, key) =>
      answered(await send(person, `/imports/${importId}/apply`, { method: 'POST', ...(key ? { key } : {}) })),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** A workbook of one sheet, as Excel would write it. */
export async function sheetOf(rows: readonly (readonly unknown[])[], name = '数据'): Promise<Buffer> {
  const workbook = new Workbook();
  const sheet = workbook.addWorksheet(name);
  for (const row of rows) sheet.addRow([...row]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

/** The cells of the first sheet of a workbook, as another program reads them. */
export async function cellsOf(file: ArrayBuffer): Promise<unknown[][]> {
  const workbook = new Workbook();
  await workbook.xlsx.load(file);
  const rows: unknown[][] = [];
  workbook.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  return rows;
}

export const ITEM_HEADINGS = ['物料编码', '物料名称', '图号', '单位', '小数位数'];
export const ORDER_HEADINGS = ['工单号', '物料编码', '计划数量', '交期', '车间', '客户', '允许超产(%)', '下达'];

/** An item with a station and a routing of two operations, made by the planner. */
export async function flange(factory: TestFactory): Promise<void> {
  const planner = asPerson(factory.liu);
  await planner.must(defineStation, { code: 'C1', name: '1 号数控车', workshopId: 'w1' });
  await planner.must(defineItem, { code: 'FL-120', name: '法兰盘', drawing: 'FL-120 C', unit: { name: '件', decimals: 0 } });
  await planner.must(defineRouting, {
    itemCode: 'FL-120',
    operations: [
      { seq: 10, name: '粗车', stationCode: 'C1', firstArticle: { cap: '1' } },
      { seq: 20, name: '精车', finalRelease: true },
    ],
  });
}
