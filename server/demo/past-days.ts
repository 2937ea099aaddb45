import type { WorkOrderDto } from '../contracts/api/workorders';
import { closeWorkOrder } from '../modules/workorders';
import { type Floor, type Ordered, operationIdOf } from './floor';
import type { Told } from './telling';

/** What somebody makes at one operation, day after day, the longest ago first, and between which hours: one after the other. */
type Course = { readonly seq: number; readonly key: string; readonly hours: readonly [string, string]; readonly made: readonly string[] };
type Batch = { readonly ordered: Ordered; readonly courses: readonly Course[]; readonly today?: (order: WorkOrderDto) => Told };

const DAYS = 6;

/** The week before: large orders on which everybody has made their day's pay, every day, and some that are made. */
export function pastDays(floor: Floor): Told[] {
  return [...batches(floor).map((batch) => theWeekOf(floor, batch)), ...MADE.map((made) => madeWhole(floor, made))];
}

/** The large orders go on in the shift that is under way. */
const batches = (floor: Floor): readonly Batch[] => [
  {
    ordered: { orderNo: 'WO-0308', itemCode: 'BK-31', qty: '500', dueInDays: 4, customer: '苏南泵业' },
    courses: [
      { seq: 10, key: 'zhaolei', hours: ['08:00', '11:40'], made: ['58', '62', '56', '64', '60', '60'] },
      { seq: 20, key: 'limin', hours: ['11:45', '15:30'], made: ['56', '60', '56', '62', '60', '60'] },
      { seq: 30, key: 'wang', hours: ['15:35', '19:10'], made: ['50', '58', '52', '58', '56', '56'] },
    ],
    async *today(order) {
      const { shift } = floor;
      yield* floor.begins('zhaolei', operationIdOf(order, 10), shift.ago(296));
      yield* floor.makes('wang', operationIdOf(order, 30), '22', shift.ago(295), shift.ago(185));
      yield* floor.begins('limin', operationIdOf(order, 20), shift.ago(140));
      yield* floor.reports('zhaolei', operationIdOf(order, 10), shift.ago(70), '46');
      yield* floor.putsDown('zhaolei', operationIdOf(order, 10), shift.ago(70));
      yield* floor.reports('limin', operationIdOf(order, 20), shift.ago(55), '26');
    },
  },
  {
    ordered: { orderNo: 'WO-0307', itemCode: 'CX-09', qty: '200', dueInDays: 3, customer: '华东齿轮' },
    courses: [
      { seq: 10, key: 'sunli', hours: ['08:00', '12:10'], made: ['28', '30', '28', '30', '30', '28'] },
      { seq: 20, key: 'zhoujie', hours: ['12:30', '18:30'], made: ['24', '28', '28', '28', '30', '28'] },
    ],
    async *today(order) {
      const { shift } = floor;
      yield* floor.makes('sunli', operationIdOf(order, 10), '20', shift.ago(295), shift.ago(200));
      yield* floor.begins('zhoujie', operationIdOf(order, 20), shift.ago(108));
      yield* floor.reports('zhoujie', operationIdOf(order, 20), shift.ago(28), '14');
    },
  },
  {
    ordered: { orderNo: 'WO-0311', itemCode: 'YG-77', qty: '700', dueInDays: 8, customer: '江城液压' },
    courses: [{ seq: 10, key: 'maliang', hours: ['08:00', '17:20'], made: ['104', '112', '108', '96', '110', '106'] }],
    async *today(order) {
      yield* floor.makes('maliang', operationIdOf(order, 10), '56', floor.shift.ago(248), floor.shift.ago(150));
    },
  },
];

async function* theWeekOf(floor: Floor, { ordered, courses, today }: Batch): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(DAYS + 2, '09:00'), ordered);
  for (let day = 0; day < DAYS; day += 1) {
    for (const { seq, key, hours, made } of courses) {
      const operationId = operationIdOf(order, seq);
      const gate = order.operations.find((one) => one.seq === seq)?.firstArticle.state;
      const [from, to] = [shift.on(DAYS - day, hours[0]), shift.on(DAYS - day, hours[1])];
      yield* floor.begins(key, operationId, from);
      if (day === 0 && gate === 'due') {
        yield* floor.reports(key, operationId, minutesAfter(from, 20), '1');
        yield* floor.inspected(operationId, 'first_article', minutesAfter(from, 32));
      }
      yield* floor.reports(key, operationId, to, made[day] ?? '0');
      yield* floor.putsDown(key, operationId, to);
    }
  }
  if (today) yield* today(order);
}

const MADE = [
  { orderNo: 'WO-0305', qty: '60', close: true },
  { orderNo: 'WO-0306', qty: '80', close: false },
] as const;

async function* madeWhole(floor: Floor, { orderNo, qty, close }: (typeof MADE)[number]): Told {
  const { shift } = floor;
  const order = yield* floor.order(shift.on(6, '09:00'), { orderNo, itemCode: 'ZT-14', qty, dueInDays: 1 });
  yield* floor.makes('sunli', operationIdOf(order, 10), qty, shift.on(5, '13:00'), shift.on(5, '16:40'));
  yield* floor.makes('zhoujie', operationIdOf(order, 20), qty, shift.on(3, '08:10'), shift.on(3, '11:50'));
  if (close) yield* shift.does('liujihua', shift.on(1, '16:30'), closeWorkOrder, { workOrderId: order.id, closeShort: false });
}

const minutesAfter = (moment: Date, minutes: number): Date => new Date(moment.getTime() + minutes * 60_000);
