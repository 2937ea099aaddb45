import { setPieceRate } from '../modules/payroll';
import { defineItem, defineRouting, defineStation } from '../modules/workorders';
import type { Shift } from './shift';
import type { Told } from './telling';

export const STATIONS = [
  { code: 'C1', name: '1 号数控车' },
  { code: 'C3', name: '3 号数控车' },
  { code: 'X1', name: '1 号铣' },
  { code: 'T2', name: '2 号镗床' },
  { code: 'M1', name: '磨床' },
  { code: 'R1', name: '热处理炉' },
];

type Step = { seq: number; name: string; stationCode: string; price: string | null; firstArticleCap?: string; finalRelease?: boolean };
const PARTS: readonly { code: string; name: string; drawing: string; steps: readonly Step[] }[] = [
  {
    code: 'FL-120',
    name: '法兰盘 φ120',
    drawing: 'FL-120 C 版',
    steps: [
      { seq: 10, name: '粗车', stationCode: 'C1', price: '0.45' },
      { seq: 20, name: '精车', stationCode: 'C3', price: '0.60' },
      { seq: 30, name: '钻孔', stationCode: 'X1', price: '0.35', finalRelease: true },
    ],
  },
  {
    code: 'BK-31',
    name: '泵壳',
    drawing: 'BK-31 A 版',
    steps: [
      { seq: 10, name: '粗铣', stationCode: 'X1', price: '1.80', firstArticleCap: '1' },
      { seq: 20, name: '精铣', stationCode: 'X1', price: '2.20' },
      { seq: 30, name: '镗孔', stationCode: 'T2', price: '2.60', finalRelease: true },
    ],
  },
  {
    code: 'ZT-14',
    name: '轴套',
    drawing: 'ZT-14 A 版',
    steps: [
      { seq: 10, name: '车外圆', stationCode: 'C1', price: '0.25' },
      { seq: 20, name: '磨外圆', stationCode: 'M1', price: '0.30' },
    ],
  },
  {
    code: 'YG-77',
    name: '油缸端盖',
    drawing: 'YG-77 B 版',
    steps: [
      { seq: 10, name: '粗车', stationCode: 'C1', price: '0.90' },
      { seq: 20, name: '热处理', stationCode: 'R1', price: '0.20' },
      { seq: 30, name: '精车', stationCode: 'C3', price: '1.10' },
      { seq: 40, name: '镗孔', stationCode: 'T2', price: '1.50', finalRelease: true },
    ],
  },
  {
    code: 'CX-09',
    name: '齿轮箱体',
    drawing: 'CX-09 D 版',
    steps: [
      { seq: 10, name: '铣面', stationCode: 'X1', price: '3.20', firstArticleCap: '2' },
      { seq: 20, name: '镗孔', stationCode: 'T2', price: '4.00' },
      // Nobody has set its price yet: what is made there is on the payslip, and waits for one.
      { seq: 30, name: '攻丝', stationCode: 'X1', price: null },
    ],
  },
];

const RATES_FROM = '2012-01-01';

/** Stations, parts with their routings, and a price for every operation but one. */
export async function* defineMaster(shift: Shift): Told {
  const longAgo = shift.on(30, '09:00');
  for (const station of STATIONS) yield* shift.does('liujihua', longAgo, defineStation, { ...station, workshopId: 'w1' });
  for (const { code, name, drawing, steps } of PARTS) {
    yield* shift.does('liujihua', longAgo, defineItem, { code, name, drawing, unit: { name: '件', decimals: 0 } });
    yield* shift.does('liujihua', longAgo, defineRouting, {
      itemCode: code,
      operations: steps.map(({ seq, name: operation, stationCode, firstArticleCap, finalRelease }) => ({
        seq,
        name: operation,
        stationCode,
        ...(firstArticleCap === undefined ? {} : { firstArticle: { cap: firstArticleCap } }),
        ...(finalRelease ? { finalRelease } : {}),
      })),
    });
    for (const { name: operationName, price } of steps) {
      if (price === null) continue;
      yield* shift.does('renshi', longAgo, setPieceRate, { itemCode: code, operationName, price, validFrom: RATES_FROM });
    }
  }
}
