import type { ZodMiniType } from 'zod/mini';
import type { Command } from '../command/define-command';
import type { Query } from '../command/define-query';
import type { Refusal } from '../outcome';

type AnyCommand = Command<never, unknown, Refusal>;
type AnyQuery = Query<never, unknown>;

/** One line per endpoint. `response` is the contract of the answer: the API document shows it and the tests parse with it. */
export type Route =
  | {
      readonly kind: 'command';
      readonly method: 'POST';
      readonly path: string;
      readonly command: AnyCommand;
      readonly status: number;
      readonly response: ZodMiniType;
      readonly open?: boolean;
    }
  | {
      readonly kind: 'query';
      readonly method: 'GET';
      readonly path: string;
      readonly query: AnyQuery;
      readonly response: ZodMiniType;
      readonly open?: boolean;
    };

/** POST to a command. Path parameters (`:operationId`) are fields of its input; the body brings the rest. */
export function commandRoute<I, T, R extends Refusal>(
  path: string,
  command: Command<I, T, R>,
  response: ZodMiniType<T>,
  status = 200,
): Route {
  return { kind: 'command', method: 'POST', path, command: command as unknown as AnyCommand, status, response };
}

/** GET of a query. Path parameters and the query string are its input. */
export function queryRoute<I, T>(path: string, query: Query<I, T>, response: ZodMiniType<T>): Route {
  return { kind: 'query', method: 'GET', path, query: query as unknown as AnyQuery, response };
}

/** An endpoint for callers who have not signed in yet; the product itself acts, and no key is asked for. */
export function openRoute<R extends Route>(route: R): R {
  return { ...route, open: true };
}
