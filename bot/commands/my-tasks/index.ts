import type { TaskDto } from '../../../server/contracts/api/workorders';
import { myTasks as query } from '../../../server/modules/workorders';
import { LAMPS } from '../../cards/lamps';
import { defineChatCommand } from '../../define-chat-command';
import en from './en.json';
import zh from './zh-CN.json';

const MOST_SHOWN = 3;

/** 我的任务 → what I am doing, what I can start, what waits. */
export const myTasks = defineChatCommand({
  name: 'tasks',
  words: { 'zh-CN': ['我的任务', '任务', '干什么', '我的活'], en: ['tasks', 'my tasks', 'task', 'mine'] },
  permission: 'reporting.start',
  texts: { 'zh-CN': zh, en },
  async run(_, { ask }) {
    const { items } = await ask(query, {});
    if (items.length === 0) return { key: 'tasks.none' };
    const running = items.filter(({ mine }) => mine).length;
    const waiting = items.filter(({ mine, blockedBy }) => !mine && blockedBy !== null).length;
    const lamp = running > 0 ? LAMPS.run : LAMPS.off;
    const title = { key: 'tasks.title', values: { lamp, running, startable: items.length - running - waiting, waiting } };
    return [title, ...items.slice(0, MOST_SHOWN).map(line)];
  },
});

const line = ({ mine, blockedBy, operation, workOrder, item }: TaskDto) => ({
  key: 'tasks.one',
  values: {
    lamp: mine ? LAMPS.run : blockedBy ? LAMPS.wait : LAMPS.off,
    orderNo: workOrder.orderNo,
    itemName: item.name,
    operationName: operation.name,
    readyQty: operation.readyQty,
    unit: item.unit.name,
  },
});
