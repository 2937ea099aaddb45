import type { CallbackStore } from '../../../../bot/wecom/callback-store';
import type { InboundMessage } from '../../../../bot/wecom/inbound-message';

export function createMemoryCallbackStore() {
  const rows = new Map<string, { message: InboundMessage; at: Date; attempts: number; done: boolean }>();
  const store: CallbackStore = {
    async claim(message, at) {
      const row = rows.get(message.key);
      if (row) return row.done ? 'done' : 'stored';
      rows.set(message.key, { message, at, attempts: 1, done: false });
      return 'new';
    },
    async finish(key) {
      const row = rows.get(key);
      if (row) row.done = true;
    },
    async takeUnfinished(before, at) {
      const left = [...rows.values()].filter((row) => !row.done && row.at < before);
      return left.map((row) => {
        row.at = at;
        row.attempts += 1;
        return { message: row.message, attempts: row.attempts - 1 };
      });
    },
  };
  return { ...store, rows };
}
