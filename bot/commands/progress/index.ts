import type { OperationDto, WorkOrderDto } from '../../../server/contracts/api/workorders';
import { LAMPS } from '../../cards/lamps';
import type { ChatClock } from '../../chat-clock';
import { type ChatContext, defineChatCommand, type Reply } from '../../define-chat-command';
import { askWhich, findOrder } from '../../find-order';
import en from './en.json';
import zh from './zh-CN.json';

const MOST_OPERATIONS = 3;

/** 进度 WO-0309 → how far the order is, what is being done, what it waits for and since when. */
export const progress = defineChatCommand<'orderNo'>({
  name: 'progress',
  words: { 'zh-CN': ['进度', '查工单', '工单'], en: ['progress', 'order', 'status'] },
  permission: 'workorders.read',
  args: '<orderNo>',
  texts: { 'zh-CN': zh, en },
  async run({ orderNo }, context) {
    const found = await findOrder(orderNo, context);
    if (found.kind !== 'one') return askWhich(found, orderNo);
    return [orderLine(found.order, context.clock), ...operationLines(found.order, context)];
  },
});

function orderLine(order: WorkOrderDto, clock: ChatClock): Reply {
  const over = order.status === 'completed' || order.status === 'closed';
  const { orderNo, goodQty, plannedQty } = order;
  const values = {
    lamp: lampOf(order),
    orderNo,
    itemName: order.item.name,
    goodQty,
    plannedQty,
    unit: order.item.unit.name,
    due: clock.day(order.dueAt),
  };
  if (over) return { key: 'progress.over', values };
  return order.late ? { key: 'progress.late', values: { ...values, late: clock.since(order.dueAt) } } : { key: 'progress.order', values };
}

/** What is being done and what is stuck, before what has not begun; what is finished needs no line. */
function operationLines(order: WorkOrderDto, context: ChatContext): Reply[] {
  const open = order.operations.filter(({ status }) => status !== 'finished' || order.status === 'in_process');
  return open
    .map((operation) => operationLine(operation, context))
    .filter(({ need }) => need > 0)
    .sort((a, b) => b.need - a.need)
    .slice(0, MOST_OPERATIONS)
    .map(({ reply }) => reply);
}

function operationLine(operation: OperationDto, { clock, t }: ChatContext): { need: number; reply: Reply } {
  const { name, goodQty, targetQty, status, assignedTo, firstArticle, finalRelease } = operation;
  const separator = t('bot:progress.and');
  const values = { name, goodQty, targetQty, who: assignedTo.map((person) => person.name).join(separator) };
  for (const gate of [firstArticle, finalRelease]) {
    if (gate.state !== 'open' && gate.state !== 'failed') continue;
    const holders = gate.canBeLiftedBy.map((person) => person.name).join(separator);
    const kind = t(`bot:progress.gate.${gate.kind}`);
    return {
      need: gate.state === 'failed' ? 4 : 3,
      reply: { key: `progress.gate_${gate.state}`, values: { ...values, kind, holders, since: gate.since ? clock.since(gate.since) : '' } },
    };
  }
  if (status === 'running') return { need: 2, reply: { key: values.who ? 'progress.running_by' : 'progress.running', values } };
  if (status === 'on_hold') return { need: 2, reply: { key: 'progress.on_hold', values } };
  return { need: status === 'finished' ? 0 : 1, reply: { key: 'progress.not_started', values } };
}

function lampOf({ status, late, operations }: WorkOrderDto): string {
  if (status === 'completed' || status === 'closed') return LAMPS.off;
  const gates = operations.flatMap(({ firstArticle, finalRelease }) => [firstArticle.state, finalRelease.state]);
  if (late || gates.includes('failed')) return LAMPS.stop;
  if (gates.includes('open')) return LAMPS.wait;
  return operations.some((operation) => operation.status === 'running') ? LAMPS.run : LAMPS.off;
}
