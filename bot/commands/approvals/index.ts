import { approvalsInSight } from '../../../server/modules/approvals';
import { defineChatCommand } from '../../define-chat-command';
import en from './en.json';
import zh from './zh-CN.json';

const MOST_SHOWN = 3;

/** 审批 → what waits for this person's decision. */
export const approvals = defineChatCommand({
  name: 'approvals',
  words: { 'zh-CN': ['审批', '待批'], en: ['approvals', 'approval', 'approve', 'pending'] },
  permission: 'approvals.decide',
  texts: { 'zh-CN': zh, en },
  async run(_, { ask, actor, clock }) {
    const { items } = await ask(approvalsInSight, { state: 'pending', limit: 100 });
    const mine = items.filter(({ approvers }) => approvers.some(({ id }) => id === actor.id));
    if (mine.length === 0) return { key: 'approvals.none' };
    const shown = mine.slice(0, MOST_SHOWN).map(({ title, facts, requestedBy, requestedAt }) => ({
      key: 'approvals.one',
      values: { title, about: facts[0]?.value ?? '', name: requestedBy.name, waited: clock.since(requestedAt) },
    }));
    return [{ key: 'approvals.title', values: { number: mine.length } }, ...shown];
  },
});
