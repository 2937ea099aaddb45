import { randomBytes, randomInt } from 'node:crypto';
import type { Envelope } from '../wecom/crypto';
import { buildXml, type XmlContent } from '../wecom/xml';
import type { Faults } from './faults';
import { type Forgery, forge, type SealedCall } from './forge';
import type { OpenEntry, Wire, WireNote } from './wire';

export interface Delivery {
  delivered: boolean;
  /** how often it was posted, what a fault swallowed included */
  attempts: number;
}

export interface CallbackSenderOptions {
  /** empty when the app has none */
  callbackUrl: () => string;
  corpId: string;
  agentId: number;
  envelope: Envelope;
  /** For calls that are not sealed as they should be. */
  keys: { token: string; encodingAESKey: string };
  clock: () => Date;
  faults: Faults;
  wire: Wire;
  deadlineMs: number;
  /** before the second, third and fourth try */
  retryDelaysMs: readonly number[];
  fetch: typeof fetch;
  sleep: (ms: number) => Promise<unknown>;
}

const NONCES_KEPT = 50;

export type EventFields = { [name: string]: XmlContent | XmlContent[] };

/** Pushes to the product what a member said or did: encrypted, within five seconds, tried again three times. */
export function createCallbackSender({
  callbackUrl,
  corpId,
  agentId,
  envelope,
  keys,
  clock,
  faults,
  wire,
  ...limits
}: CallbackSenderOptions) {
  const { deadlineMs, retryDelaysMs, sleep } = limits;
  let posts = 0;
  let lastCall: SealedCall | null = null;
  const openByNonce = new Map<string, OpenEntry>();

  function seal(inner: string) {
    const timestamp = String(Math.floor(clock().getTime() / 1000));
    const nonce = String(randomInt(10 ** 9, 2 ** 31));
    const { encrypted, signature } = envelope.seal(inner, timestamp, nonce);
    return { encrypted, query: new URLSearchParams({ msg_signature: signature, timestamp, nonce }) };
  }

  /** Every repeat is sealed anew: same message, other nonce, time and ciphertext. */
  async function post(inner: string, notes: WireNote[]): Promise<boolean> {
    const { encrypted, query } = seal(inner);
    const entry = begin('POST', query, notes);
    if (faults.strikes('callback_lost')) {
      entry.note({ key: 'lost_on_the_way' });
      entry.end({ state: 'lost' });
      return false;
    }
    const call = { query, body: buildXml(inVaryingOrder({ ToUserName: corpId, AgentID: agentId, Encrypt: encrypted })) };
    lastCall = call;
    return (await hand(call, entry, faults.strikes('callback_slow'))) === 200;
  }

  /** The HTTP status, or null for no answer in time. `tooSlow`: it gets there, and its answer comes back too late. */
  async function hand({ query, body }: SealedCall, entry: OpenEntry, tooSlow = false): Promise<number | null> {
    try {
      const answer = await limits.fetch(`${callbackUrl()}?${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/xml' },
        body,
        signal: AbortSignal.timeout(deadlineMs),
      });
      const said = await answer.text();
      if (tooSlow) {
        await sleep(deadlineMs);
        throw new Error('too late');
      }
      if (answer.status === 200) entry.note({ key: said === '' ? 'answer_empty' : 'answer_ignored' });
      entry.end({ state: answer.status === 200 ? 'accepted' : 'refused', status: answer.status });
      return answer.status;
    } catch {
      // Nobody there, or too slow: the line shows it and the next try follows.
      entry.note({ key: 'no_answer' });
      entry.end({ state: 'lost' });
      return null;
    }
  }

  function begin(method: 'GET' | 'POST', query: URLSearchParams, notes: WireNote[]): OpenEntry {
    const entry = wire.begin({ direction: 'to_product', method, path: new URL(callbackUrl()).pathname, notes });
    const nonce = query.get('nonce') ?? '';
    openByNonce.set(nonce, entry);
    for (const old of [...openByNonce.keys()].slice(0, -NONCES_KEPT)) openByNonce.delete(old);
    return entry;
  }

  function inVaryingOrder(fields: EventFields): EventFields {
    posts += 1;
    const entries = Object.entries(fields);
    const turn = posts % entries.length;
    return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)]);
  }

  return {
    /** Says or does something in a member's name. Never throws. */
    async push(fromUserId: string, fields: EventFields, note: WireNote): Promise<Delivery> {
      if (!callbackUrl()) return { delivered: false, attempts: 0 };
      const inner = buildXml(
        inVaryingOrder({
          ToUserName: corpId,
          FromUserName: fromUserId,
          CreateTime: Math.floor(clock().getTime() / 1000),
          AgentID: agentId,
          ...fields,
        }),
      );
      for (let attempt = 0; attempt <= retryDelaysMs.length; attempt += 1) {
        if (attempt > 0) await sleep(retryDelaysMs[attempt - 1] ?? 0);
        const notes: WireNote[] = attempt === 0 ? [note] : [note, { key: 'repeat', values: { attempt } }];
        if (!(await post(inner, notes))) continue;
        if (faults.strikes('callback_doubled')) await post(inner, [note, { key: 'doubled' }]);
        return { delivered: true, attempts: attempt + 1 };
      }
      return { delivered: false, attempts: retryDelaysMs.length + 1 };
    },

    /** Calls as somebody who is not the platform, once. Resolves to the HTTP status, null for no answer. */
    async forge(kind: Forgery): Promise<number | null> {
      if (!callbackUrl()) return null;
      const inner = buildXml({
        ToUserName: corpId,
        FromUserName: 'somebody',
        CreateTime: Math.floor(clock().getTime() / 1000),
        MsgType: 'text',
        Content: '进度 WO-0309',
        MsgId: String(randomInt(2 ** 40, 2 ** 47)),
        AgentID: agentId,
      });
      const call = forge(kind, inner, { ...keys, corpId, now: clock(), last: lastCall });
      return hand(call, begin('POST', call.query, [{ key: 'forged', values: { kind } }]));
    },

    /** What the product made of the call with that nonce, as it says itself; the platform would not know. */
    noteReceipt(nonce: string, outcome: string): void {
      const entry = openByNonce.get(nonce);
      if (outcome === 'new' || outcome === 'repeated' || outcome === 'not_stored') entry?.note({ key: `checked_${outcome}` });
      else entry?.note({ key: 'refused_by_product', values: { reason: outcome } });
    },

    /** What the console does when an administrator saves the address: true when the product answers right within a second. */
    async verify(): Promise<boolean> {
      const expected = randomBytes(8).toString('hex');
      const { encrypted, query } = seal(expected);
      query.set('echostr', encrypted);
      const entry = begin('GET', query, [{ key: 'address_check' }]);
      try {
        const answer = await limits.fetch(`${callbackUrl()}?${query}`, { signal: AbortSignal.timeout(1000) });
        const right = (await answer.text()) === expected && answer.status === 200;
        entry.end({ state: right ? 'accepted' : 'refused', status: answer.status });
        return right;
      } catch {
        entry.note({ key: 'no_answer' });
        entry.end({ state: 'lost' });
        return false;
      }
    },
  };
}
