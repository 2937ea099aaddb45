import type { Readable } from 'node:stream';
import type { ZodMiniType } from 'zod/mini';
import type { Actor } from '../command/context';
import type { Command } from '../command/define-command';
import type { Query } from '../command/define-query';
import type { Refusal } from '../outcome';
import type { Door } from './door';

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
      readonly door?: Door;
      readonly raw?: RawBody;
    }
  | {
      readonly kind: 'query';
      readonly method: 'GET';
      readonly path: string;
      readonly query: AnyQuery;
      readonly response: ZodMiniType;
      readonly open?: boolean;
      readonly door?: Door;
    }
  | FileRoute
  | UploadRoute
  | DownloadRoute;

/** A body of bytes in the place of JSON: the command gets it as `bytes`, its other fields from the query string. */
export type RawBody = {
  readonly contentType: string;
  readonly mostBytes: number;
  /** For what may be repeated without harm by its very nature, and needs no Idempotency-Key. */
  readonly keyless?: boolean;
};

/** What a file route answers with; it never changes under its address. */
export type FileBody = {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Shown when a person saves it: letters, digits, dots and hyphens. */
  readonly fileName: string;
  readonly etag: string;
};

/** Who a signed address lets in; null when it has no ticket or one that is not good, and then a bearer token is asked for. */
export type Ticket = (input: Readonly<Record<string, unknown>>, now: Date) => Actor | null;
export type FileRoute = {
  readonly kind: 'file';
  readonly method: 'GET';
  readonly path: string;
  readonly query: Query<never, FileBody>;
  readonly ticket: Ticket;
  readonly open?: false;
};

/** A file that came in: its bytes, what was said beside it in the query string, and who sent it. */
export type Uploaded = {
  readonly bytes: Buffer;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly actor: Actor;
  readonly now: Date;
};
export type UploadRoute = {
  readonly kind: 'upload';
  readonly method: 'POST';
  readonly path: string;
  readonly command: AnyCommand;
  readonly receive: (file: Uploaded) => Promise<unknown>;
  /** What may be said beside the file. */
  readonly asked: ZodMiniType;
  readonly contentType: string;
  readonly mostBytes: number;
  readonly status: number;
  readonly response: ZodMiniType;
  readonly open?: false;
};

/** A document made for one call: a sheet, a page to print. */
export type Download = { readonly fileName: string; readonly body: Readable | string; readonly inline?: boolean };
export type DownloadRoute = {
  readonly kind: 'download';
  readonly method: 'GET';
  readonly path: string;
  readonly query: Query<never, Download>;
  readonly contentType: string;
  readonly open?: false;
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

/** POST of raw bytes to a command. */
export function rawRoute<I, T, R extends Refusal>(path: string, command: Command<I, T, R>, response: ZodMiniType<T>, raw: RawBody): Route {
  return { kind: 'command', method: 'POST', path, command: command as unknown as AnyCommand, status: 200, response, raw };
}

/** GET of a query that answers with bytes, for `<img>` and `<audio>` too, which can send no bearer token. */
export function fileRoute<I>(path: string, query: Query<I, FileBody>, ticket: Ticket): Route {
  return { kind: 'file', method: 'GET', path, query: query as unknown as Query<never, FileBody>, ticket };
}

/** GET of a query. Path parameters and the query string are its input. */
export function queryRoute<I, T>(path: string, query: Query<I, T>, response: ZodMiniType<T>): Route {
  return { kind: 'query', method: 'GET', path, query: query as unknown as AnyQuery, response };
}

/**
 * POST of a file. `receive` takes the bytes outside any transaction, after the permission was seen, and answers the input of the command:
 * something small that is the same for the same file, so that a resent upload is the same request.
 */
export function uploadRoute<I, T, R extends Refusal>(
  path: string,
  command: Command<I, T, R>,
  file: Pick<UploadRoute, 'asked' | 'contentType' | 'mostBytes'> & { readonly receive: (file: Uploaded) => Promise<I> },
  response: ZodMiniType<T>,
): Route {
  return { kind: 'upload', method: 'POST', path, command: command as unknown as AnyCommand, ...file, status: 201, response };
}

/** GET of a document. Its query gets `locale` too: the one asked for, or the caller's. */
export function downloadRoute<I>(path: string, query: Query<I, Download>, contentType: string): Route {
  return { kind: 'download', method: 'GET', path, query: query as unknown as Query<never, Download>, contentType };
}

/** An endpoint for callers who have not signed in yet; the product itself acts, and no key is asked for. */
export function openRoute<R extends Route>(route: R, door: Door): R {
  return { ...route, open: true, door };
}
