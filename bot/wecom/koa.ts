import Router from '@koa/router';
import type { WecomCallback } from './callback';
import { readRawBody } from './raw-body';

const BODY_LIMIT_BYTES = 65_536;

/** `GET` and `POST /wecom/callback`. Reads the body itself and as text: mount it before any body parser. */
export function createWecomCallbackRouter(callback: WecomCallback): Router {
  const router = new Router();

  router.get('/wecom/callback', (ctx) => {
    const { status, body } = callback.verify(ctx.query);
    ctx.status = status;
    ctx.type = 'text/plain';
    ctx.body = body;
  });

  router.post('/wecom/callback', async (ctx) => {
    const rawBody = await readRawBody(ctx.req, BODY_LIMIT_BYTES);
    const { status, body } =
      rawBody === undefined ? callback.refuseOversized(ctx.query) : await callback.receive(ctx.query, rawBody.toString('utf8'));
    ctx.status = status;
    ctx.type = 'text/plain';
    ctx.body = body;
  });

  return router;
}
