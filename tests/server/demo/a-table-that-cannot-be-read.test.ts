import { EXPORT_TABLES } from '../../../server/contracts/api/integration';
import { factoryOf, personByWecomUserId, toActor } from '../../../server/modules/identity';
import { TABLES } from '../../../server/modules/integration/export-tables';
import { textsIn } from '../../../server/modules/integration/integration.texts';
import { type Opened, opened } from './opened-demonstration';

let demo: Opened;
beforeAll(async () => {
  demo = await opened(new Date('2026-11-26T06:00:00Z'));
}, 120_000);

/** A key of a text that is missing is its own text. */
const looksLikeAKey = /^(integration:)?[a-zA-Z]+\.[a-z_.-]+$/i;

describe.each(['zh-CN', 'en'] as const)('in %s', (locale) => {
  test.each(EXPORT_TABLES)('the demonstration has rows of %s, and every heading and word is a text', async (table) => {
    const t = textsIn(locale);
    const person = await personByWecomUserId(demo.factoryId, 'guanli');
    if (!person) throw new Error('nobody administers the demonstration');
    const asking = { actor: toActor(person), factory: await factoryOf(demo.factoryId), now: demo.now, span: {}, t };
    const { columns, rows } = TABLES[table];
    const seen = new Set<string>();
    let count = 0;
    for await (const batch of rows(asking)) {
      count += batch.length;
      for (const row of batch) {
        expect(Object.keys(row).filter((field) => !columns.includes(field))).toEqual([]);
        for (const value of Object.values(row)) if (value !== null) seen.add(value);
      }
    }
    expect(count).toBeGreaterThan(0);
    const words = [t(`sheet.${table}`), ...columns.map((field) => t(`column.${table}.${field}`)), ...seen];
    expect(words.filter((word) => looksLikeAKey.test(word))).toEqual([]);
  });
});
