import Router from '@koa/router';
import send from 'koa-send';
import { getAbsoluteFSPath } from 'swagger-ui-dist';
import type { HttpState } from './state';

const PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>车间通 API</title>
<link rel="stylesheet" href="/docs/assets/swagger-ui.css"></head><body><div id="ui"></div>
<script src="/docs/assets/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body></html>`;
const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#ui', deepLinking: true, validatorUrl: null });`;
const ASSETS = new Set(['swagger-ui.css', 'swagger-ui-bundle.js']);

/** The API document, and a page to browse it. Everything comes from this server. */
export function docsRouter(document: object): Router<HttpState> {
  const router = new Router<HttpState>();
  router.get('/api/v1/openapi.json', (ctx) => {
    ctx.body = document;
  });
  router.get('/docs', (ctx) => {
    ctx.type = 'html';
    ctx.body = PAGE;
  });
  router.get('/docs/start.js', (ctx) => {
    ctx.type = 'js';
    ctx.body = START;
  });
  router.get('/docs/assets/:name', async (ctx) => {
    const name = ctx.params.name ?? '';
    if (ASSETS.has(name)) await send(ctx, name, { root: getAbsoluteFSPath(), maxage: 86_400_000 });
  });
  return router;
}
