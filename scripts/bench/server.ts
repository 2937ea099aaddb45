import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EJSON } from 'bson';
import Koa, { type Context } from 'koa';
import mongoose, { Types } from 'mongoose';
import { start } from '../../server/platform/database/embedded';

/** The two lines the report command is held against: `koa`, which only echoes, and `floor`, which writes and checks nothing. */
async function main(mode: string | undefined, templates: string | undefined): Promise<void> {
  const app = new Koa();
  app.silent = true;
  const handler = mode === 'floor' && templates ? await floor(templates) : echo;
  app.use(async (ctx) => {
    if (ctx.path === '/readyz') ctx.body = { ready: true };
    else await handler(ctx);
  });
  app.listen(Number(process.env.PORT), '127.0.0.1');
}

async function echo(ctx: Context): Promise<void> {
  ctx.body = JSON.parse(await bodyOf(ctx)) as object;
}

type Templates = {
  readonly report: Record<string, unknown>;
  readonly journal: Record<string, unknown>;
  readonly orders: readonly Record<string, unknown>[];
};

/** The very documents that a report writes, in one transaction, by mongoose's own connection and nothing around it. */
async function floor(file: string): Promise<(ctx: Context) => Promise<void>> {
  const { report, journal, orders } = EJSON.parse(readFileSync(file, 'utf8')) as Templates;
  const store = await start({ dir: path.join(process.env.DATA_DIR ?? '', 'store'), durability: 'fsync' });
  await mongoose.connect(store.uri, { dbName: 'floor', maxPoolSize: 64 });
  const collection = (name: string) => mongoose.connection.collection(name);
  await collection('workorders').insertMany(orders as never[]);
  await collection('workorders').createIndex({ factoryId: 1, 'operations._id': 1 });
  await collection('journal').createIndex({ factoryId: 1, actorId: 1, key: 1 }, { unique: true });
  await collection('work_reports').createIndex({ factoryId: 1, operationId: 1, _id: 1 });
  const ids = orders.map((order) => order._id as Types.ObjectId);
  let next = 0;
  return async (ctx) => {
    const body = JSON.parse(await bodyOf(ctx)) as object;
    const orderId = ids[next++ % ids.length];
    const row = { ...report, _id: new Types.ObjectId(), reportNo: `R-${next}` };
    await mongoose.connection.transaction(async (session) => {
      await collection('work_reports').insertOne(row, { session });
      await collection('workorders').updateOne({ _id: orderId }, { $inc: { 'operations.0.goodQty': 10_000, revision: 1 } }, { session });
      await collection('journal').insertOne(
        { ...journal, _id: new Types.ObjectId(), asked: body, key: ctx.get('idempotency-key') },
        { session },
      );
    });
    ctx.status = 201;
    ctx.body = row;
  };
}

async function bodyOf(ctx: Context): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
