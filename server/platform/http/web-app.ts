import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Middleware } from 'koa';
import send from 'koa-send';

const HASHED = /\.[0-9a-f]{8,20}\.\w+$/;
const YEAR_MS = 31_536_000_000;

/** The built web app under `/app/`. Files with a hash in their name never change; every other path is the app's own page. */
export function webApp(directory: string): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
    if (ctx.path === '/' || ctx.path === '/app') return ctx.redirect('/app/');
    if (!ctx.path.startsWith('/app/')) return next();
    const file = ctx.path.slice('/app/'.length);
    const asked = file !== '' && existsSync(path.join(directory, path.normalize(`/${file}`))) ? file : 'index.html';
    if (!existsSync(path.join(directory, 'index.html'))) return next();
    await send(ctx, asked, { root: directory, maxage: HASHED.test(asked) ? YEAR_MS : 0, immutable: HASHED.test(asked) });
  };
}
