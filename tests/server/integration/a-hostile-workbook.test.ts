import { ImportDraftModel } from '../../../server/modules/integration/models/import-draft.model';
import { ImportFileModel, ImportPieceModel } from '../../../server/modules/integration/models/import-file.model';
import { readWorkbook } from '../../../server/platform/workbook';
import { office } from './office';
import { type Packed, workbookWith, zipOf } from './zip';

const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1024 * 1024, 0x20);
const noise = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 7919 + (at >> 3) * 31) % 251));
const cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>物料编码</t></is></c></row>';
const laughs = `<!DOCTYPE worksheet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

const HOSTILE: readonly [name: string, file: () => Buffer, code: string, reason: string | null][] = [
  [
    '300 MB of blanks in 300 kB',
    () => workbookWith(cells, [{ name: 'xl/bomb.xml', content: zeros(300) }]),
    'workbook_unsafe',
    'too_large_inside',
  ],
  [
    '40 MB packed a thousandfold',
    () => workbookWith(cells, [{ name: 'xl/bomb.xml', content: zeros(40) }]),
    'workbook_unsafe',
    'packed_too_tightly',
  ],
  [
    'a list that says 20 bytes where there are 40 MB',
    () => workbookWith(cells, [{ name: 'xl/bomb.xml', content: zeros(40), saysBytes: 20 }]),
    'workbook_unsafe',
    'size_not_true',
  ],
  [
    'a list that says 1 MB where there are 3 bytes',
    () => workbookWith(cells, [{ name: 'xl/short.xml', content: Buffer.from('<a/'), saysBytes: 1_000_000 }]),
    'workbook_unsafe',
    'size_not_true',
  ],
  [
    '300 parts',
    () =>
      workbookWith(
        cells,
        Array.from({ length: 300 }, (_, at): Packed => ({ name: `xl/p${at}.xml`, content: Buffer.from('<a/>') })),
      ),
    'workbook_unsafe',
    'too_many_parts',
  ],
  [
    'a part outside the archive',
    () => workbookWith(cells, [{ name: '../../evil.xml', content: Buffer.from('<a/>') }]),
    'workbook_unsafe',
    'name_not_allowed',
  ],
  [
    'a part with a drive letter',
    () => workbookWith(cells, [{ name: 'C:/evil.xml', content: Buffer.from('<a/>') }]),
    'workbook_unsafe',
    'name_not_allowed',
  ],
  [
    'two parts of one name',
    () => workbookWith(cells, [{ name: 'xl/workbook.xml', content: Buffer.from('<a/>') }]),
    'workbook_unsafe',
    'name_not_allowed',
  ],
  ['entities that unfold without end', () => workbookWith(cells, [], laughs), 'workbook_unsafe', 'document_type'],
  [
    'a document type in another part',
    () => workbookWith(cells, [{ name: 'docProps/app.xml', content: Buffer.from(`${laughs}<a>&b;</a>`) }]),
    'workbook_unsafe',
    'document_type',
  ],
  ['tags nested without end', () => workbookWith('<a>'.repeat(20_000)), 'workbook_unreadable', null],
  ['XML that breaks off', () => workbookWith('<row r="1"><c r="A1"'), 'workbook_unreadable', null],
  ['lines out of order', () => workbookWith('<row r="5"/><row r="4"/>'), 'workbook_unreadable', null],
  ['a cell without end of columns', () => workbookWith('<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'), 'workbook_unreadable', null],
  ['an archive that is no workbook', () => zipOf([{ name: 'readme.txt', content: Buffer.from('hello') }]), 'workbook_unreadable', null],
  ['bytes that are nothing', () => noise(2_000), 'workbook_unreadable', null],
  ['an old .xls', () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), noise(4_000)]), 'workbook_unreadable', null],
  ['nothing at all', () => Buffer.alloc(0), 'workbook_unreadable', null],
];

describe('is refused with the reason, and takes no memory', () => {
  test.each(HOSTILE)('%s', async (_, make, code, reason) => {
    const file = make();
    const before = process.memoryUsage().rss;
    await expect(readWorkbook(file, { mostRows: 100 })).rejects.toMatchObject({ code, ...(reason ? { details: { reason } } : {}) });
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  });
});

test('over the network it is an answer in the language asked for, and nothing is stored', async () => {
  const { factory, upload, send, close } = await office();
  try {
    for (const [, make, code] of HOSTILE.slice(0, 9)) {
      const refused = await upload(factory.liu, 'items', make());
      expect([refused.status, refused.body.error?.code]).toEqual([422, code]);
      expect(refused.body.error?.message).toMatch(/什么都没存/);
    }
    const json = await send(factory.liu, '/imports?kind=items', { method: 'POST', body: Buffer.from('{}'), type: 'application/json' });
    expect([json.status, ((await json.json()) as { error: { code: string } }).error.code]).toEqual([415, 'unsupported_content']);
    const large = await upload(factory.liu, 'items', noise(10 * 1024 * 1024 + 1)).catch(() => ({ status: 413 }));
    expect(large.status).toBe(413);
    for (const model of [ImportFileModel, ImportPieceModel, ImportDraftModel]) {
      expect(await model.collection.countDocuments({ factoryId: factory.id })).toBe(0);
    }
  } finally {
    await close();
  }
});
