import type { Context } from 'koa';
import { AppError } from '../errors/app-error';
import type { Authenticate } from './api';
import { byteRange } from './byte-range';
import type { FileRoute } from './routes';

/** Answers with a file, or with the part of it that a player asks for. What people have sent never runs: no sniffing, no scripts, no frames. */
export async function answerFile(
  ctx: Context & { params: Record<string, string> },
  route: FileRoute,
  authenticate: Authenticate,
  now: Date,
): Promise<void> {
  const input = { ...ctx.query, ...ctx.params };
  const actor = route.ticket(input, now) ?? (await authenticate(ctx.get('authorization') || undefined, now));
  const file = await route.query.run(input, { actor, now });
  const whole = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  const range = byteRange(ctx.get('range'), whole.length);
  if (range === 'unsatisfiable') {
    ctx.set('Content-Range', `bytes */${whole.length}`);
    throw new AppError('range_not_satisfiable', { bytes: whole.length });
  }

  ctx.compress = false;
  ctx.set({
    'Content-Type': file.contentType,
    'Content-Disposition': `inline; filename="${file.fileName}"`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'private, max-age=31536000, immutable',
    'Accept-Ranges': 'bytes',
  });
  ctx.status = 200;
  ctx.etag = file.etag;
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  if (range) {
    ctx.status = 206;
    ctx.set('Content-Range', `bytes ${range.from}-${range.to}/${whole.length}`);
  }
  ctx.body = range ? whole.subarray(range.from, range.to + 1) : whole;
}
