import type { Context } from 'koa';
import type { Actor } from '../command/context';
import { localeOf } from '../i18n/translator';
import type { DownloadRoute } from './routes';

/** Answers with a document made for this call, in the language asked for or else the caller's. */
export async function answerDownload(
  ctx: Context & { params: Record<string, string> },
  route: DownloadRoute,
  actor: Actor,
  now: Date,
): Promise<void> {
  const locale = localeOf(ctx.get('accept-language'));
  const made = await route.query.run({ locale, ...ctx.query, ...ctx.params }, { actor, now });
  ctx.attachment(made.fileName, { type: made.inline ? 'inline' : 'attachment' });
  ctx.type = route.contentType;
  ctx.set('Cache-Control', 'no-store');
  ctx.body = made.body;
}
