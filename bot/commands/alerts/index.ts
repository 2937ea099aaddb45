import { alertsInSight } from '../../../server/modules/alerts';
import { LAMPS } from '../../cards/lamps';
import { defineChatCommand } from '../../define-chat-command';
import en from './en.json';
import zh from './zh-CN.json';

const MOST_SHOWN = 3;

/** 异常 → what stands, those that nobody has taken on first. */
export const alerts = defineChatCommand({
  name: 'alerts',
  words: { 'zh-CN': ['异常', '报警'], en: ['alerts', 'alert', 'alarms', 'problems'] },
  permission: 'alerts.read',
  texts: { 'zh-CN': zh, en },
  async run(_, { ask }) {
    const { items } = await ask(alertsInSight, { limit: 100 });
    const [first] = items;
    if (!first) return { key: 'alerts.none' };
    const open = items.filter(({ state }) => state === 'open').length;
    const shown = items.slice(0, MOST_SHOWN).map(({ lamp, text, acknowledgedBy }) => ({
      key: acknowledgedBy ? 'alerts.taken' : 'alerts.open',
      values: { lamp: LAMPS[lamp], text, name: acknowledgedBy?.name },
    }));
    const title = { key: 'alerts.title', values: { lamp: LAMPS[first.lamp], number: items.length, open } };
    return items.length > MOST_SHOWN
      ? [title, ...shown, { key: 'alerts.more', values: { number: items.length - MOST_SHOWN } }]
      : [title, ...shown];
  },
});
