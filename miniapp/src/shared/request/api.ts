import { renewSession } from '../auth/renew-session';
import { currentSession } from '../auth/session';
import { type Answer, type Failure, failureAtTheDoor, failureOf, type WireAnswer } from './failure';
import { exchange, type WireRequest } from './wire';

/** Asks for something as the person who is signed in. */
export function get<T>(path: string): Promise<Answer<T>> {
  return askAsPerson<T>({ method: 'GET', path });
}

/** Does something as the person who is signed in. The key is made once per press of a button and kept until an answer has come. */
export function post<T>(path: string, body: unknown, idempotencyKey: string): Promise<Answer<T>> {
  return askAsPerson<T>({ method: 'POST', path, body, idempotencyKey });
}

/** Sends bytes as the person who is signed in, where repeating them does no harm. */
export function postBytes<T>(path: string, bytes: ArrayBuffer): Promise<Answer<T>> {
  return askAsPerson<T>({ method: 'POST', path, bytes });
}

/** Asks without a session: signing in. */
export async function askOpenly<T>(request: WireRequest): Promise<Answer<T>> {
  return read<T>(await exchange(request), failureAtTheDoor);
}

async function askAsPerson<T>(request: WireRequest): Promise<Answer<T>> {
  const session = currentSession();
  if (!session) return { ok: false, failure: { kind: 'signed_out' } };
  const answer = await exchange({ ...request, accessToken: session.accessToken });
  if (answer?.status !== 401) return read<T>(answer);
  const renewal = await renewSession(session.accessToken);
  if (!renewal.ok) return renewal;
  // Somebody else may have signed in meanwhile: what one person pressed is never sent in another's name (B-11.6).
  if (renewal.session.person.id !== session.person.id) return { ok: false, failure: { kind: 'signed_out' } };
  return read<T>(await exchange({ ...request, accessToken: renewal.session.accessToken }));
}

function read<T>(answer: WireAnswer | null, explain: (answer: WireAnswer) => Failure = failureOf): Answer<T> {
  if (!answer) return { ok: false, failure: { kind: 'unreachable' } };
  if (answer.status >= 200 && answer.status < 300) return { ok: true, value: answer.body as T };
  return { ok: false, failure: explain(answer) };
}

/** Path and query string; values that are not given are left out. */
export function withQuery(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]));
  return pairs.length > 0 ? `${path}${path.includes('?') ? '&' : '?'}${pairs.join('&')}` : path;
}
