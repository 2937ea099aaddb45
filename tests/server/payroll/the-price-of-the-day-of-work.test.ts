import { businessDateOf } from '../../../server/modules/identity';
import { myPay, piecePrice, setPieceRate } from '../../../server/modules/payroll';
import { asPerson, demoFactory } from '../../support';
import { ledgerOf, NOON, pays, reported, TURNING } from './reported-work';

async function factoryWithTwoPrices() {
  const factory = await demoFactory();
  await asPerson(factory.wu).must(setPieceRate, { ...TURNING, price: '0.60', validFrom: '2026-11-01' });
  await asPerson(factory.wu).must(setPieceRate, { ...TURNING, price: '0.75', validFrom: '2026-11-10' });
  return factory;
}

test.each([
  ['23:50 on the 9th', '2026-11-09T23:50:00+08:00', '12.00'],
  ['the last millisecond of the 9th', '2026-11-09T23:59:59.999+08:00', '12.00'],
  ['00:00 on the 10th', '2026-11-10T00:00:00+08:00', '15.00'],
  ['02:00 on the 10th, a business day of the 9th', '2026-11-10T02:00:00+08:00', '15.00'],
  ['23:50 on the 9th written in another zone', '2026-11-09T15:50:00Z', '12.00'],
])('B-8.1 the price changes at 00:00 on the 10th: work done at %s pays ¥%s, whenever it is received', async (_, occurredAt, total) => {
  const factory = await factoryWithTwoPrices();
  const businessDate = businessDateOf(await factory.settings(), new Date(occurredAt));
  expect(businessDate).toBe('2026-11-09');
  await pays(factory.id, reported('r-1', factory.wang.id, { occurredAt, businessDate }));
  expect(await asPerson(factory.wang).ask(myPay, { date: businessDate }, NOON)).toMatchObject({ total });
});

test('B-8.1 setting the later price ended the one before the day before', async () => {
  const { wang } = await factoryWithTwoPrices();
  const on = (instant: string) => asPerson(wang).ask(piecePrice, TURNING, new Date(instant));
  expect(await on('2026-11-09T23:59:00+08:00')).toEqual({ price: '0.60' });
  expect(await on('2026-11-10T00:00:00+08:00')).toEqual({ price: '0.75' });
  expect(await on('2026-10-31T23:59:00+08:00')).toEqual({ price: null });
});

test('B-8.6 rework pays the price of rework', async () => {
  const factory = await demoFactory();
  await asPerson(factory.wu).must(setPieceRate, { ...TURNING, price: '0.60', reworkPrice: '0.25', validFrom: '2026-11-01' });
  await pays(factory.id, reported('r-1', factory.wang.id, { kind: 'rework', goodQty: '4' }));
  expect(await ledgerOf(factory.id)).toMatchObject([{ kind: 'rework', price: 2_500, amount: 10_000 }]);
});

test('B-8.2 scrap and pieces sent to rework pay nothing and take nothing away', async () => {
  const factory = await factoryWithTwoPrices();
  await pays(factory.id, reported('r-1', factory.wang.id, { goodQty: '0', scrapQty: '5', reworkQty: '3' }));
  await pays(factory.id, reported('r-2', factory.wang.id, { goodQty: '10', scrapQty: '2' }));
  expect(await asPerson(factory.wang).ask(myPay, {}, NOON)).toMatchObject({ total: '7.50', goodQty: '10', scrapQty: '7' });
});

test('B-8.9 the days of a month add up to the month, to the fen, whatever was taken back', async () => {
  const factory = await factoryWithTwoPrices();
  const days = { 'r-1': '2026-11-08', 'r-2': '2026-11-08', 'r-3': '2026-11-20', 'r-4': '2026-10-31' };
  for (const [reportId, businessDate] of Object.entries(days)) {
    const work = { occurredAt: `${businessDate}T12:00:00+08:00`, businessDate, goodQty: reportId === 'r-2' ? '0.3' : '7' };
    await pays(factory.id, reported(reportId, factory.wang.id, work));
  }
  const month = await asPerson(factory.wang).ask(myPay, { month: '2026-11' }, NOON);
  expect(month).toMatchObject({ from: '2026-11-01', to: '2026-11-30', total: '9.63', goodQty: '14.3' });
  expect(month.days).toEqual([
    { businessDate: '2026-11-20', total: '5.25', goodQty: '7', scrapQty: '0' },
    { businessDate: '2026-11-08', total: '4.38', goodQty: '7.3', scrapQty: '0' },
  ]);
});
