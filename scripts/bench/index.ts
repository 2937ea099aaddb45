import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { EJSON } from 'bson';
import mongoose from 'mongoose';
import { start } from '../../server/platform/database/embedded';
import { startChild, temporaryDirectory } from './child';
import { CONNECTIONS, type Figures, load, type Target } from './load';
import { prepareOrders } from './prepare';

const WARM_UP_SECONDS = 3;
const ROUNDS = 3;
const ROUND_SECONDS = 5;
const PRODUCT = { DEMO: '1', SERVICES: 'web,worker' };

/**
 * `npm run bench`: in one run, bare Koa, a bare Koa + mongoose handler that writes the same documents in one transaction (the floor),
 * and the report command, all on the embedded store with fsync. A benchmark, not a test: it prints, it does not judge.
 *
 * What is compared: the floor checks nothing, knows nobody, and nothing follows from it. The report command does all it does on an ordinary
 * day, and its process also hands the facts on, so pay lines, alert rules and inspections come out of the same figure. At 64 connections
 * reports that arrive at the same moment share a transaction, which the floor's do not; alone, at one connection, nothing is shared.
 */
export async function main(): Promise<number> {
  console.log(`node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${ROUND_SECONDS} s each, in turn`);
  const templates = await documentsOfOneReport();
  const product = await startChild('main.js', [], PRODUCT);
  const floor = await startChild('bench-server.js', ['floor', templates], {});
  const koa = await startChild('bench-server.js', ['koa'], {});
  try {
    const report = await prepareOrders(product.address);
    const plain = (address: string): Target => ({ ...report, address, path: '/', headers: {} });
    const contestants: [string, Target][] = [
      ['bare Koa, echo', plain(koa.address)],
      ['floor: Koa + mongoose, same documents', plain(floor.address)],
      ['report command', report],
    ];
    const figures = new Map<string, Figures[]>(contestants.map(([name]) => [name, []]));
    for (const [, target] of contestants) await load(target, WARM_UP_SECONDS);
    for (let round = 1; round <= ROUNDS; round++) {
      for (const [name, target] of contestants) figures.get(name)?.push(await load(target, ROUND_SECONDS));
    }
    const behind = await secondsBehind(product.metricsAddress);
    const alone = new Map<string, Figures[]>();
    for (const [name, target] of contestants) alone.set(name, [await load(target, ROUND_SECONDS, 1)]);
    print(`${CONNECTIONS} connections`, figures);
    print('one connection', alone);
    console.log(`\nWhat follows from the reports (pay, alerts, inspections) was all done ${behind.toFixed(1)} s after the last of them.`);
    return 0;
  } finally {
    await Promise.all([product.stop(), floor.stop(), koa.stop()]);
  }
}

/** What one report really leaves in the store, for the floor to write. */
async function documentsOfOneReport(): Promise<string> {
  const dataDir = temporaryDirectory();
  const once = await startChild('main.js', [], PRODUCT, dataDir);
  const target = await prepareOrders(once.address);
  await load(target, 1);
  await once.stop();
  const store = await start({ dir: path.join(dataDir, 'store'), durability: 'write', inProcess: true });
  await mongoose.connect(store.uri, { dbName: 'chejiantong' });
  const collection = (name: string) => mongoose.connection.collection(name);
  const report = await collection('work_reports').findOne({});
  const journal = await collection('journal').findOne({ command: 'reporting.report-work', outcome: 'accepted' });
  const orders = await collection('workorders')
    .find({ orderNo: /^BENCH-/ })
    .toArray();
  await mongoose.disconnect();
  await store.close();
  const file = path.join(dataDir, 'templates.json');
  writeFileSync(file, EJSON.stringify({ report, journal, orders }, { relaxed: false }));
  return file;
}

/** How long after the load the last fact has been handed on. */
async function secondsBehind(metricsAddress: string): Promise<number> {
  const since = Date.now();
  for (;;) {
    const text = await (await fetch(metricsAddress)).text();
    const waiting = Number(/^relay_backlog_entries (\S+)$/m.exec(text)?.[1]);
    if (waiting === 0) return (Date.now() - since) / 1_000;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function print(title: string, figures: ReadonlyMap<string, readonly Figures[]>): void {
  const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const rows = [...figures].map(([name, rounds]) => ({
    name,
    perSecond: median(rounds.map((one) => one.perSecond)),
    p50: median(rounds.map((one) => one.p50Ms)),
    p99: median(rounds.map((one) => one.p99Ms)),
    failed: rounds.reduce((sum, one) => sum + one.failed, 0),
  }));
  const floor = rows[1]?.perSecond ?? 1;
  console.log(
    `\n${title.padEnd(40)}${'per s'.padStart(10)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'failed'.padStart(8)}${'of floor'.padStart(10)}`,
  );
  for (const row of rows) {
    console.log(
      `${row.name.padEnd(40)}${row.perSecond.toFixed(0).padStart(10)}${row.p50.toFixed(1).padStart(9)}${row.p99.toFixed(1).padStart(9)}${String(row.failed).padStart(8)}${(row.perSecond / floor).toFixed(2).padStart(10)}`,
    );
  }
}
