import { payDto, pieceRateDto, pieceRatesDto } from '../../../server/contracts/api/payroll';
import { addPayLine, myPay, payLines, pieceRates, setPieceRate, takeBackPay } from '../../../server/modules/payroll';
import { PayLineModel } from '../../../server/modules/payroll/models/pay-line.model';
import { systemActor } from '../../../server/platform';
import { asPerson, demoFactory } from '../../support';
import { ledgerOf, NOON, pays, reported, TURNING } from './reported-work';

const body = { ...TURNING, price: '0.60', validFrom: '2026-11-01' };

describe('setting a price', () => {
  test('is answered with the price, and listed', async () => {
    const { wu } = await demoFactory();
    const rate = await asPerson(wu).must(setPieceRate, { ...body, reworkPrice: '0.3' });
    expect(rate).toEqual({ id: rate.id, ...body, reworkPrice: '0.30', validTo: null });
    expect(await asPerson(wu).ask(pieceRates, { itemCode: TURNING.itemCode })).toEqual({ items: [rate] });
    expect(await asPerson(wu).ask(pieceRates, { itemCode: 'OTHER' })).toEqual({ items: [] });
  });

  test('is for those who manage prices', async () => {
    const { wang, zhou } = await demoFactory();
    for (const person of [wang, zhou]) {
      await expect(asPerson(person).run(setPieceRate, body)).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(asPerson(wang).ask(pieceRates, {})).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['a day the calendar does not have', { validFrom: '2026-02-30' }, 'validFrom'],
    ['an end before its beginning', { validTo: '2026-10-31' }, 'validTo'],
    ['a negative price', { price: '-1' }, 'price'],
    ['a price finer than a hundredth of a fen', { price: '0.12345' }, 'price'],
    ['an operator instead of an item', { itemCode: { $ne: '' } }, 'itemCode'],
  ])('%s is named', async (_, wrong, path) => {
    const { wu } = await demoFactory();
    await expect(asPerson(wu).run(setPieceRate, { ...body, ...wrong } as never)).rejects.toMatchObject({
      code: 'invalid_input',
      fields: [{ path }],
    });
  });

  test('the same key twice sets one price; another key overlaps', async () => {
    const { wu } = await demoFactory();
    const first = await asPerson(wu).must(setPieceRate, body, { key: 'one-tap-0001' });
    expect(await asPerson(wu).must(setPieceRate, body, { key: 'one-tap-0001' })).toEqual(first);
    expect(await asPerson(wu).run(setPieceRate, body)).toEqual({
      kind: 'refused',
      refusal: { code: 'rate_overlaps', price: '0.60', validFrom: '2026-11-01', validTo: null },
    });
    expect((await asPerson(wu).ask(pieceRates, {})).items).toHaveLength(1);
  });

  test.each([true, false])('two people set overlapping prices at once: one holds (first price of the operation: %s)', async (first) => {
    const { wu, admin } = await demoFactory();
    if (!first) await asPerson(wu).must(setPieceRate, { ...body, validTo: '2026-11-09' });
    const outcomes = await Promise.all(
      [wu, admin].map((person, index) => asPerson(person).run(setPieceRate, { ...body, price: `0.7${index}`, validFrom: '2026-11-10' })),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
    expect((await asPerson(wu).ask(pieceRates, {})).items).toHaveLength(first ? 1 : 2);
  });

  test('B-8.1 a price does not reach back over days that were paid by another', async () => {
    const { id, wu, wang } = await demoFactory();
    await asPerson(wu).must(setPieceRate, body);
    await pays(id, reported('r-1', wang.id));
    expect(await asPerson(wu).run(setPieceRate, { ...body, price: '0.90', validFrom: '2026-11-20' })).toMatchObject({
      refusal: { code: 'rate_already_paid', paidThrough: '2026-11-22', price: '0.60' },
    });
    expect(await asPerson(wu).run(setPieceRate, { ...body, price: '0.90', validFrom: '2026-11-23' })).toMatchObject({ kind: 'accepted' });
  });

  test('a report is paid and its price cut short at the same moment: the line agrees with the price list', async () => {
    const { id, wu, wang } = await demoFactory();
    for (let round = 0; round < 6; round++) {
      const operationName = `第 ${round} 道`;
      await asPerson(wu).must(setPieceRate, { ...body, operationName });
      await Promise.all([
        pays(id, reported(`r-${round}`, wang.id, { operationName })),
        asPerson(wu).run(setPieceRate, { ...body, operationName, price: '0.90', validFrom: '2026-11-22' }),
      ]);
      const { items } = await asPerson(wu).ask(pieceRates, {});
      const valid = items.find((rate) => rate.operationName === operationName && rate.validTo === null);
      const line = (await ledgerOf(id)).find(({ reportId }) => reportId === `r-${round}`);
      expect(line?.rateId).toBe(valid?.id);
    }
  });
});

describe('who sees pay', () => {
  test('a worker sees their own, never anybody else’s', async () => {
    const { id, wu, wang, li } = await demoFactory();
    await asPerson(wu).must(setPieceRate, body);
    await pays(id, reported('r-1', wang.id));
    await pays(id, reported('r-2', li.id, { goodQty: '1' }));
    expect(await asPerson(wang).ask(myPay, {}, NOON)).toMatchObject({
      from: '2026-11-22',
      to: '2026-11-22',
      total: '12.00',
      lines: [{ personId: wang.id, reportId: 'r-1', orderNo: 'WO-2001', price: '0.60', amount: '12.00', formula: '20 × ¥0.60 = ¥12.00' }],
    });
    await expect(asPerson(wang).ask(payLines, { personId: li.id })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await asPerson(wu).ask(payLines, { personId: li.id, month: '2026-11' }, NOON)).toMatchObject({
      total: '0.60',
      lines: [{ personId: li.id }],
    });
  });

  test('today is the business day: at 02:30 it is still yesterday (B-11.1)', async () => {
    const { id, wu, wang } = await demoFactory();
    await asPerson(wu).must(setPieceRate, body);
    await pays(id, reported('r-1', wang.id));
    expect(await asPerson(wang).ask(myPay, {}, new Date('2026-11-23T02:30:00+08:00'))).toMatchObject({
      from: '2026-11-22',
      total: '12.00',
    });
    expect(await asPerson(wang).ask(myPay, {}, new Date('2026-11-23T08:00:00+08:00'))).toMatchObject({ from: '2026-11-23', total: '0.00' });
  });

  test('whoever may read all pay reads that of their own workshops', async () => {
    const { id, wu, wang } = await demoFactory();
    await pays(id, reported('r-1', wang.id));
    const elsewhere = { actor: { ...wu.actor, scope: { ...wu.actor.scope, workshopIds: ['w2'] } } };
    expect((await asPerson(elsewhere).ask(payLines, { personId: wang.id }, NOON)).lines).toEqual([]);
    expect((await asPerson(wu).ask(payLines, { personId: wang.id }, NOON)).lines).toHaveLength(1);
  });

  test('another factory sees nothing of it', async () => {
    const one = await demoFactory();
    const other = await demoFactory();
    await asPerson(one.wu).must(setPieceRate, body);
    await pays(one.id, reported('r-1', one.wang.id));
    expect((await asPerson(other.wu).ask(pieceRates, {})).items).toEqual([]);
    const stranger = { actor: { ...systemActor('x', other.id, ['payroll.read_own']), id: one.wang.id } };
    expect((await asPerson(stranger).ask(myPay, {}, NOON)).lines).toEqual([]);
  });

  test.each([{ date: '2026-02-30' }, { month: '2026-13' }])('%j is no span of pay', async (span) => {
    const { wang } = await demoFactory();
    await expect(asPerson(wang).ask(myPay, span)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

test('answers say what their contracts say', async () => {
  const { id, wu, wang } = await demoFactory();
  expect(pieceRateDto.safeParse(await asPerson(wu).must(setPieceRate, body)).success).toBe(true);
  await pays(id, reported('r-1', wang.id));
  await pays(id, reported('r-2', wang.id, { operationName: '没有单价' }));
  const pay = await asPerson(wang).ask(myPay, {}, NOON);
  expect(pay.lines).toHaveLength(2);
  expect(payDto.safeParse(pay)).toEqual({ success: true, data: pay });
  const rates = await asPerson(wu).ask(pieceRates, {});
  expect(pieceRatesDto.safeParse(rates)).toEqual({ success: true, data: rates });
});

test('the ledger only grows', async () => {
  const { id, wang } = await demoFactory();
  await pays(id, reported('r-1', wang.id));
  await expect(PayLineModel.updateOne({ factoryId: id }, { $set: { amount: 1 } })).rejects.toThrow('append-only');
  await expect(PayLineModel.deleteMany({ factoryId: id })).rejects.toThrow('append-only');
  expect(await ledgerOf(id)).toHaveLength(1);
});

test('no person can write a line of pay', async () => {
  const { wu, admin, zhou, id } = await demoFactory();
  for (const person of [wu, admin, zhou]) {
    await expect(asPerson(person).run(addPayLine, {} as never)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(asPerson(person).run(takeBackPay, {} as never)).rejects.toMatchObject({ code: 'forbidden' });
  }
  expect(await ledgerOf(id)).toEqual([]);
});
