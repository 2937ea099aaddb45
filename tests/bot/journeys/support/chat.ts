import { createBot, createCallbackStore, createTokenStore } from '../../../../bot';
import { SendModel } from '../../../../bot/notifier/send.model';
import { type ChatMessage, createSandbox } from '../../../../bot/sandbox';
import { type ButtonCard, createWecomCallback, createWecomClient } from '../../../../bot/wecom';
import { tellPeople as tellOfAlerts } from '../../../../server/modules/alerts';
import { tellPeople as tellOfApprovals } from '../../../../server/modules/approvals';
import { tellPeople as tellOfNudges } from '../../../../server/modules/reporting';
import type { Subscriber } from '../../../../server/platform';
import { relay, silent, type TestFactory, type TestPerson } from '../../../support';
import { SAMPLE } from '../../wecom/support/independent-envelope';

const SECRET = 'sandbox-secret';
const AGENT = 1000002;
const PRODUCT = 'http://product.test/wecom/callback';
type PersonName = { [K in keyof TestFactory]: TestFactory[K] extends TestPerson ? K : never }[keyof TestFactory];

/** A factory, its bot and a local WeCom in one process, over the real envelope, the real client and the real stores. */
export function openChat(factory: TestFactory, { start = new Date() }: { start?: Date } = {}) {
  const clock = { now: start };
  const now = () => clock.now;
  const userIdOf = (name: PersonName) => `${name}.${factory.id}`;
  const names = ['wang', 'li', 'sun', 'zhang', 'he', 'chen', 'zhao', 'liu', 'zhou', 'wu', 'xu', 'admin'] as const;
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);

  const sandbox = createSandbox({
    corpId: SAMPLE.corpId,
    secret: SECRET,
    agentId: AGENT,
    callbackUrl: PRODUCT,
    token: SAMPLE.token,
    encodingAESKey: SAMPLE.encodingAESKey,
    people: names.map((name) => ({ id: userIdOf(name), name })),
    clock: now,
    sleep,
    slowMs: 0,
    fetch: async (url, init) => {
      const answer = await callback.receive(Object.fromEntries(new URL(String(url)).searchParams), String(init?.body));
      return new Response(answer.body || null, { status: answer.status });
    },
  });
  const client = createWecomClient({
    baseUrl: 'http://platform.test',
    corpId: SAMPLE.corpId,
    secret: SECRET,
    agentId: AGENT,
    tokenStore: createTokenStore(),
    clock: now,
    logger: silent,
    sleep,
    fetch: async (url, init) => {
      const { pathname, searchParams } = new URL(String(url));
      const answer = await sandbox.qyapi({
        method: init?.method ?? 'GET',
        path: pathname.replace('/cgi-bin/', ''),
        query: searchParams,
        body: Buffer.from(String(init?.body ?? '')),
        contentType: 'application/json',
      });
      if (answer === 'hang_up') throw new TypeError('fetch failed');
      return new Response(new Uint8Array(Buffer.from(answer.body as Uint8Array)), { status: answer.status, headers: answer.headers });
    },
  });
  const newBot = () => createBot({ client, factoryId: factory.id, clock: now, publicUrl: 'https://factory.test', logger: silent });
  let bot = newBot();
  const subscribers: Subscriber[] = [
    ...tellOfAlerts((notice) => bot.notify(notice)),
    ...tellOfApprovals((notice) => bot.notify(notice)),
    ...tellOfNudges((notice) => bot.notify(notice)),
  ];
  const callback = createWecomCallback({
    ...SAMPLE,
    now,
    store: createCallbackStore(),
    onMessage: (message) => bot.onMessage(message),
    logger: silent,
  });

  /** Until everything that was said is answered and everything that happened is told. */
  async function settle(...more: Subscriber[]) {
    await callback.settled();
    await relay(...subscribers, ...more);
    await bot.drain();
  }
  const pass = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };

  const person = (name: PersonName) => {
    const userId = userIdOf(name);
    let seen = 0;
    const heardSince = () => {
      const inbox = sandbox.inbox(userId);
      const fresh = inbox.slice(seen).flatMap((message) => (message.kind === 'text' ? [message.text] : []));
      seen = inbox.length;
      return fresh;
    };
    const cards = () =>
      sandbox.inbox(userId).filter((message): message is Extract<ChatMessage, { kind: 'card' }> => message.kind === 'card');
    const lastCard = () => {
      const last = cards().at(-1);
      if (!last) throw new Error(`${name} has no card`);
      return { ...last, card: last.card as ButtonCard };
    };
    return {
      userId,
      /** Types, and answers with what came back. */
      async says(text: string): Promise<string[]> {
        heardSince();
        await sandbox.says(userId, text);
        await settle();
        return heardSince();
      },
      /** Presses the button whose text starts like this on the newest card, and answers with the words that came back. */
      async taps(label: string, selected?: Record<string, string[]>): Promise<string[]> {
        heardSince();
        await this.tapsOnly(label, selected);
        await settle();
        return heardSince();
      },
      /** The same without waiting for anything. */
      async tapsOnly(label: string, selected?: Record<string, string[]>) {
        const { card, taskId } = lastCard();
        const button = card.button_list.find(({ text }) => text.startsWith(label));
        if (!button?.key) throw new Error(`no button ${label} on ${JSON.stringify(card.button_list)}`);
        return sandbox.taps(userId, taskId, button.key, selected);
      },
      cards,
      card: lastCard,
      texts: () => sandbox.inbox(userId).flatMap((message) => (message.kind === 'text' ? [message.text] : [])),
      ledger: () =>
        SendModel.find({ userId: { $in: [userId, userId.toLowerCase()] } })
          .sort({ queuedAt: 1 })
          .lean(),
    };
  };
  /** The process ends and another one starts; only what is stored is left. */
  const restart = () => {
    bot = newBot();
  };
  return { person, settle, pass, sandbox, callback, waits, clock, restart, bot: () => bot };
}
