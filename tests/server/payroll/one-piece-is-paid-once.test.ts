import fc from 'fast-check';
import { myPay, setPieceRate } from '../../../server/modules/payroll';
import { onRateSet } from '../../../server/modules/payroll/subscribers/on-rate-set';
import { onReportReversed } from '../../../server/modules/payroll/subscribers/on-report-reversed';
import { onWorkReported } from '../../../server/modules/payroll/subscribers/on-work-reported';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, relay, type TestFactory } from '../../support';
import { deliver, ledgerOf, NOON, pays, reported, reversed, sumOf, TURNING, takesBack } from './reported-work';

const priced = async (): Promise<TestFactory> => {
  const factory = await demoFactory();
  await asPerson(factory.wu).must(setPieceRate, { ...TURNING, price: '0.60', validFrom: '2026-11-01' });
  return factory;
};

describe('B-8.12 one good piece pays once', () => {
  test('a report delivered twice, as the same fact or as another, is one line', async () => {
    const { id, wang } = await priced();
    const fact = reported('r-1', wang.id);
    await pays(id, fact, 'one-fact.0');
    await pays(id, fact, 'one-fact.0');
    await pays(id, fact, 'same-report-again.0');
    expect(await ledgerOf(id)).toMatchObject([{ kind: 'piece', reportId: 'r-1', amount: 120_000 }]);
  });

  test('ten deliveries at the same moment are one line', async () => {
    const { id, wang } = await priced();
    await Promise.all(Array.from({ length: 10 }, () => pays(id, reported('r-1', wang.id))));
    expect(await ledgerOf(id)).toHaveLength(1);
  });

  test('B-8.11 a report taken back pays nothing in sum, and both lines stay', async () => {
    const { id, wang } = await priced();
    await pays(id, reported('r-1', wang.id));
    const back = reversed('r-1', wang.id);
    await takesBack(id, back, 'back.0');
    await takesBack(id, back, 'back.0');
    await takesBack(id, back, 'back-again.0');
    const lines = await ledgerOf(id);
    expect(lines.map(({ kind, amount, qty }) => [kind, amount, qty])).toEqual([
      ['piece', 120_000, 200_000],
      ['reversal', -120_000, -200_000],
    ]);
    expect(lines[1]?.follows).toBe(lines[0]?._id.toHexString());
    expect(await asPerson(wang).ask(myPay, {}, NOON)).toMatchObject({ total: '0.00', goodQty: '0' });
  });

  test('taken back is what was paid then, not what the price is now, from whom it was paid to', async () => {
    const { id, wang, wu, chen } = await priced();
    await pays(id, reported('r-1', wang.id));
    await asPerson(wu).must(setPieceRate, { ...TURNING, price: '0.90', validFrom: '2026-11-23' });
    await takesBack(id, reversed('r-1', chen.id, { occurredAt: '2026-11-23T09:00:00+08:00', businessDate: '2026-11-23' }));
    expect((await ledgerOf(id))[1]).toMatchObject({ personId: wang.id, price: 6_000, amount: -120_000, businessDate: '2026-11-23' });
  });

  test('taken back before it arrives, it never pays', async () => {
    const { id, wang } = await priced();
    await takesBack(id, reversed('r-1', wang.id));
    await pays(id, reported('r-1', wang.id));
    await takesBack(id, reversed('r-1', wang.id));
    const lines = await ledgerOf(id);
    expect(lines).toMatchObject([{ kind: 'reversal', amount: 0, qty: 0 }]);
    expect(await asPerson(wang).ask(myPay, {}, NOON)).toMatchObject({ total: '0.00', goodQty: '0' });
  });

  test('arriving and being taken back at the same moment, it pays nothing in sum', async () => {
    const { id, wang } = await priced();
    for (let round = 0; round < 8; round++) {
      await Promise.all([pays(id, reported(`r-${round}`, wang.id)), takesBack(id, reversed(`r-${round}`, wang.id))]);
    }
    const lines = await ledgerOf(id);
    expect(sumOf(lines)).toBe(0);
    expect(lines.reduce((qty, line) => qty + line.qty, 0)).toBe(0);
    expect(lines.filter(({ kind }) => kind === 'reversal')).toHaveLength(8);
  });
});

describe('work without a price', () => {
  test('waits, says so once, and is paid when the price is set', async () => {
    const { id, wang, wu } = await demoFactory();
    await pays(id, reported('r-1', wang.id), 'fact-1.0');
    await pays(id, reported('r-1', wang.id), 'fact-1.0');
    const missing = await JournalEntryModel.find({ factoryId: id, 'facts.type': 'payroll.rate_missing' }).lean();
    expect(missing.flatMap(({ facts }) => facts)).toMatchObject([{ payload: { ...TURNING, reportId: 'r-1', businessDate: '2026-11-22' } }]);
    expect(await asPerson(wang).ask(myPay, {}, NOON)).toMatchObject({
      total: '0.00',
      goodQty: '20',
      lines: [{ kind: 'unpriced', formula: '20 × ?' }],
    });

    await asPerson(wu).must(setPieceRate, { ...TURNING, price: '0.60', validFrom: '2026-11-01' });
    await relay(onRateSet, onWorkReported, onReportReversed);
    expect((await ledgerOf(id)).map(({ kind, amount }) => [kind, amount])).toEqual([
      ['unpriced', 0],
      ['piece', 120_000],
    ]);
    expect(await asPerson(wang).ask(myPay, {}, NOON)).toMatchObject({
      total: '12.00',
      goodQty: '20',
      lines: [{ kind: 'piece', formula: '20 × ¥0.60 = ¥12.00' }],
    });
  });

  test('a price set is delivered twice: paid once; work outside its days goes on waiting', async () => {
    const { id, wang, wu } = await demoFactory();
    await pays(id, reported('r-1', wang.id));
    await pays(id, reported('r-2', wang.id, { occurredAt: '2026-10-31T23:59:00+08:00', businessDate: '2026-10-31' }));
    const rate = await asPerson(wu).must(setPieceRate, { ...TURNING, price: '0.60', validFrom: '2026-11-01', validTo: '2026-11-30' });
    const fact = {
      type: 'payroll.rate_set',
      version: 1,
      subject: 'pieceRate:x',
      payload: { rateId: rate.id, ...TURNING, validFrom: rate.validFrom, validTo: rate.validTo },
    };
    await deliver(onRateSet, fact, id, 'rate.0');
    await deliver(onRateSet, fact, id, 'rate.0');
    await deliver(onRateSet, fact, id, 'rate-again.0');
    expect((await ledgerOf(id)).map(({ kind, reportId }) => [kind, reportId])).toEqual([
      ['unpriced', 'r-1'],
      ['unpriced', 'r-2'],
      ['piece', 'r-1'],
    ]);
  });

  test('taken back while it waits, it is not paid by a price that comes later, nor at the same moment', async () => {
    const { id, wang, wu } = await demoFactory();
    await pays(id, reported('r-1', wang.id));
    await takesBack(id, reversed('r-1', wang.id));
    await pays(id, reported('r-2', wang.id));
    await asPerson(wu).must(setPieceRate, { ...TURNING, price: '0.60', validFrom: '2026-11-01' });
    await Promise.all([relay(onRateSet), takesBack(id, reversed('r-2', wang.id))]);
    const lines = await ledgerOf(id);
    expect(lines.filter(({ reportId }) => reportId === 'r-1').map(({ kind }) => kind)).toEqual(['unpriced', 'reversal']);
    expect(sumOf(lines)).toBe(0);
  });

  test('a price set at the very moment of the report is not overlooked', async () => {
    const { id, wang, wu } = await demoFactory();
    for (let round = 0; round < 6; round++) {
      const operationName = `第 ${round} 道`;
      await Promise.all([
        pays(id, reported(`r-${round}`, wang.id, { operationName })),
        asPerson(wu)
          .must(setPieceRate, { ...TURNING, operationName, price: '0.60', validFrom: '2026-11-01' })
          .then(() => relay(onRateSet)),
      ]);
      await relay(onRateSet);
      expect(sumOf((await ledgerOf(id)).filter(({ reportId }) => reportId === `r-${round}`))).toBe(120_000);
    }
  });
});

test('B-8.9, B-8.12 whatever is reported, taken back, repeated, in whatever order, each report pays its price times its net good', async () => {
  const factory = await demoFactory();
  await asPerson(factory.wu).must(setPieceRate, { ...TURNING, price: '0.1234', validFrom: '2026-11-01' });
  let run = 0;
  const step = fc.record({ report: fc.nat(3), does: fc.constantFrom('report', 'take back', 'set price') });
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 10 }),
      fc.array(fc.nat(500), { minLength: 4, maxLength: 4 }),
      async (steps, good) => {
        const operationName = `车 ${++run}`;
        const name = (report: number) => `r-${run}-${report}`;
        const fact = (report: number) => reported(name(report), factory.wang.id, { operationName, goodQty: `${good[report]}.5` });
        const seen = new Set<number>();
        const back = new Set<number>();
        let set = false;
        for (const { report, does } of steps) {
          if (does === 'report') {
            seen.add(report);
            await pays(factory.id, fact(report));
          } else if (does === 'take back') {
            back.add(report);
            await takesBack(factory.id, reversed(name(report), factory.wang.id, { operationName }));
          } else if (does === 'set price' && !set) {
            set = true;
            await asPerson(factory.wu).must(setPieceRate, { ...TURNING, operationName, price: '0.1234', validFrom: '2026-11-01' });
            await relay(onRateSet);
          }
        }
        if (!set) await asPerson(factory.wu).must(setPieceRate, { ...TURNING, operationName, price: '0.1234', validFrom: '2026-11-01' });
        await relay(onRateSet);
        const lines = (await ledgerOf(factory.id)).filter((line) => line.operationName === operationName);
        for (const report of [0, 1, 2, 3]) {
          const net = seen.has(report) && !back.has(report) ? Number(good[report]) * 10 + 5 : 0;
          // Half-up in integers of its own: tenths of a piece times hundredths of a fen.
          const fen = Math.floor((net * 1234 + 500) / 1000);
          expect(sumOf(lines.filter(({ reportId }) => reportId === name(report)))).toBe(fen * 100);
        }
      },
    ),
    { numRuns: 12 },
  );
  const pay = await asPerson(factory.wang).ask(myPay, {}, NOON);
  const total = sumOf(await ledgerOf(factory.id));
  expect(Number(pay.total.replace('.', '')) * 100).toBe(total);
  expect(pay.lines.reduce((sum, line) => sum + Number(line.amount.replace('.', '')) * 100, 0)).toBe(total);
}, 60_000);
