import { parseArgs } from 'node:util';
import type { PayDto } from '../../server/contracts/api/payroll';
import type { WorkOrderDto } from '../../server/contracts/api/workorders';
import { formatMoney, parseMoney } from '../../server/contracts/money';
import { Refused } from '../http-client';
import { Progress, sideBySide } from '../progress';
import { assembleCrew, type Crew } from './crew';
import { type Learned, type LearnedRouting, learn } from './learn';
import { readLog } from './read-log';
import { isDone, replayOrder } from './replay-order';
import { refusalLines, Tally } from './tally';

const HANDS = 12;
const RATES_FROM = '2000-01-01';

/** `npm run replay -- <event-log.csv> --url <address>`: a real machine shop's event log, through the product's own HTTP API. */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: 'string', default: 'http://127.0.0.1:3000' } },
  });
  const file = positionals[0];
  if (!file) {
    console.error('usage: npm run replay -- <event-log.csv> [--url http://127.0.0.1:3000]');
    return 2;
  }
  const learned = learn(readLog(file));
  const records = learned.orders.reduce((sum, order) => sum + order.steps.length, 0);
  console.log(
    `${records} records of ${learned.orders.length} orders and ${learned.workers.size} people; ${learned.routings.length} routings learned`,
  );

  const crew = await assembleCrew(values.url, learned);
  await defineMaster(learned, crew);
  const tally = new Tally();
  const progress = new Progress('orders', learned.orders.length);
  const started = Date.now();
  await sideBySide(learned.orders, HANDS, async (order) => {
    try {
      await replayOrder(order, crew, tally);
    } catch (error) {
      // One order that goes wrong is named at the end and stops no other.
      tally.faults.push(`${order.orderNo}: ${error instanceof Error ? error.message : String(error)}`);
    }
    progress.step();
  });
  const seconds = (Date.now() - started) / 1_000;
  return summarise(learned, crew, tally, seconds);
}

async function defineMaster(learned: Learned, crew: Crew): Promise<void> {
  const progress = new Progress('items, routings and rates', learned.routings.length);
  for (const routing of learned.routings) {
    await sameOrNew(() =>
      crew.planner.post('/items', { code: routing.itemCode, name: routing.itemName }, `replay-item-${routing.itemCode}`),
    );
    await sameOrNew(() => crew.planner.post('/routings', routingBody(routing), `replay-routing-${routing.itemCode}`));
    for (const [index, { name }] of routing.operations.entries()) {
      await sameOrNew(() =>
        crew.payClerk.post(
          '/piece-rates',
          { itemCode: routing.itemCode, operationName: name, price: `0.${String(20 + ((index * 17) % 70))}`, validFrom: RATES_FROM },
          `replay-rate-${routing.itemCode}-${index}`,
        ),
      );
    }
    progress.step();
  }
}

function routingBody({ itemCode, operations }: LearnedRouting): object {
  return {
    itemCode,
    operations: operations.map((operation, index) => ({
      seq: (index + 1) * 10,
      name: operation.name,
      ...(operation.firstArticle ? { firstArticle: { cap: '5' } } : {}),
      ...(operation.finalRelease ? { finalRelease: true } : {}),
    })),
  };
}

/** On a second run the same key answers as the first time; a store that was emptied of keys says "exists", which is as good. */
async function sameOrNew(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Refused) || !['item_exists', 'rate_overlaps'].includes(error.code)) throw error;
  }
}

async function summarise(learned: Learned, crew: Crew, tally: Tally, seconds: number): Promise<number> {
  const faults: string[] = [...tally.faults];
  let conserved = 0;
  let inspected = 0;
  await sideBySide(learned.orders, HANDS, async ({ orderNo }) => {
    const order = await crew.planner.get<WorkOrderDto>(`/work-orders/by-no/${encodeURIComponent(orderNo)}`);
    if (!isDone(order)) faults.push(`${orderNo} is ${order.status}`);
    for (const operation of order.operations) {
      const sum = Number(operation.goodQty) + Number(operation.scrapQty) + Number(operation.inReworkQty) + Number(operation.readyQty);
      if (sum === Number(operation.releasedQty)) conserved += 1;
      else faults.push(`${orderNo} ${operation.name}: ${sum} accounted for of ${operation.releasedQty}`);
      for (const gate of [operation.firstArticle, operation.finalRelease]) {
        if (gate.state === 'passed') inspected += 1;
        else if (gate.state !== 'not_required') faults.push(`${orderNo} ${operation.name}: ${gate.kind} is ${gate.state}`);
      }
    }
  });
  const paid = await payOfEverybody(learned, crew);
  for (const name of paid.unpaid) faults.push(`${name} has worked and has no pay line`);

  console.log(`\norders     ${tally.ordersDone} replayed, ${tally.ordersThereBefore} there already, of ${learned.orders.length}`);
  console.log(
    `this run   ${tally.starts} starts, ${tally.reports} reports, ${tally.reworks} back from rework, ${tally.inspections} inspections`,
  );
  console.log(`refusals   ${[...tally.refusals.values()].reduce((sum, { count }) => sum + count, 0)}`);
  for (const line of refusalLines(tally)) console.log(line);
  console.log(`conserved  ${conserved} operations: good + scrap + in rework + ready = handed over`);
  console.log(`gates      ${inspected} passed by an inspector who made none of it`);
  console.log(`pay        ${paid.lines} lines for ${paid.people} people, ¥${paid.total}`);
  console.log(`elapsed    ${seconds.toFixed(1)} s, ${(tally.reports / Math.max(seconds, 0.001)).toFixed(0)} reports/s`);
  for (const fault of faults.slice(0, 20)) console.error(`■ ${fault}`);
  if (faults.length > 20) console.error(`■ and ${faults.length - 20} more`);
  console.log(faults.length === 0 ? '● every order accounted for' : `■ ${faults.length} faults`);
  return faults.length === 0 ? 0 : 1;
}

/** Pay follows a report through the relay, so the last lines may be a moment behind. */
async function payOfEverybody(learned: Learned, crew: Crew): Promise<{ lines: number; people: number; total: string; unpaid: string[] }> {
  const workers = [...learned.workers].filter(([, does]) => does.works).map(([name]) => name);
  for (let attempt = 1; ; attempt++) {
    const unpaid: string[] = [];
    let lines = 0;
    let total = 0;
    let people = 0;
    for (const name of workers) {
      const personId = crew.personIds.get(name) ?? '';
      const pays = await Promise.all(
        ['2012-01', '2012-02', '2012-03', '2012-04'].map((month) =>
          crew.payClerk.get<PayDto>(`/pay-lines?personId=${personId}&month=${month}`),
        ),
      );
      const own = pays.flatMap((pay) => pay.lines);
      if (own.length === 0) unpaid.push(name);
      else people += 1;
      lines += own.length;
      total += pays.reduce((sum, pay) => sum + (parseMoney(pay.total) ?? 0), 0);
    }
    if (unpaid.length === 0 || attempt >= 10) return { lines, people, total: formatMoney(total), unpaid };
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
