import Koa from 'koa';
import compress from 'koa-compress';
import helmet from 'koa-helmet';
import type { Logger } from 'pino';
import type { Actor } from './platform';
import { type Authenticate, apiRouter } from './platform/http/api';
import { docsRouter } from './platform/http/docs';
import { type DoorLimits, doorLimits } from './platform/http/door-limits';
import { openApiDocument } from './platform/http/openapi';
import { renderErrors } from './platform/http/render-errors';
import { nameAndMeasure } from './platform/http/request-id';
import type { HttpState } from './platform/http/state';
import { webApp } from './platform/http/web-app';
import type { Module } from './platform/module';

export type AppDeps = {
  readonly modules: readonly Module[];
  readonly authenticate: Authenticate;
  /** Who acts for callers who have not signed in yet. */
  readonly openActor: () => Promise<Actor>;
  readonly clock: () => Date;
  readonly logger: Logger;
  readonly webDirectory: string;
  readonly isReady: () => boolean;
  /** Rooms outside the API: the callback of the chat, the sandbox. */
  readonly mount?: readonly Koa.Middleware[];
  readonly version: string;
  /** What counts at the open doors; in memory when not given. */
  readonly limits?: DoorLimits;
  /** How many proxies stand in front: so many of the last addresses in X-Forwarded-For were written by them and can be believed. */
  readonly trustProxies?: number;
  /** False for a process that serves no people: it answers for its health, and for the rooms that are mounted. */
  readonly web?: boolean;
};

/** The HTTP face: one Koa, the middleware in the order in which a request meets it. */
export function createApp(deps: AppDeps): Koa<HttpState> {
  const app = new Koa<HttpState>();
  const proxies = deps.trustProxies ?? 0;
  app.proxy = proxies > 0;
  app.maxIpsCount = proxies;
  app.on('error', (error) => deps.logger.warn({ err: error }, 'connection error'));
  const routes = deps.modules.flatMap((module) => module.routes);

  app.use(nameAndMeasure(deps.logger));
  app.use(renderErrors(deps.logger));
  app.use(health(deps.isReady));
  app.use(
    helmet({
      contentSecurityPolicy: {
        directives: { 'img-src': ["'self'", 'data:', 'blob:'], 'media-src': ["'self'", 'blob:'], 'upgrade-insecure-requests': null },
      },
      strictTransportSecurity: false,
    }),
  );
  app.use(compress({ threshold: 2_048 }));
  for (const room of deps.mount ?? []) app.use(room);
  if (deps.web === false) return app;
  const limits = deps.limits ?? doorLimits();
  for (const router of [apiRouter(routes, { ...deps, limits }), docsRouter(openApiDocument(routes, deps.version))]) {
    app.use(router.routes());
    app.use(router.allowedMethods());
  }
  app.use(webApp(deps.webDirectory));
  return app;
}

/** `/healthz`: the process lives. `/readyz`: it can serve. */
function health(isReady: () => boolean): Koa.Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/healthz') ctx.body = { live: true };
    else if (ctx.path === '/readyz') {
      ctx.status = isReady() ? 200 : 503;
      ctx.body = { ready: isReady() };
    } else await next();
  };
}
