import type { OperationDto, WorkOrderDto } from '../../../server/contracts/api/workorders';
import { nudgeOperation } from '../../../server/modules/reporting';
import { type ChatContext, defineChatCommand, type Reply } from '../../define-chat-command';
import { askWhich, type FoundOrder, findOrder } from '../../find-order';
import en from './en.json';
import { holding, operationsCalled } from './holding';
import zh from './zh-CN.json';

const MOST_AT_ONCE = 3;
const OVER = new Set(['completed', 'closed', 'cancelled', 'draft', 'on_hold']);

/** 催 WO-0312 → asks whoever the order waits for to move; 催 WO-0312 铣 asks about one operation only. */
export const nudge = defineChatCommand<'order'>({
  name: 'nudge',
  words: { 'zh-CN': ['催', '催一下', '催单', '催一催'], en: ['nudge', 'chase', 'hurry'] },
  permission: 'reporting.nudge',
  args: '<order>',
  texts: { 'zh-CN': zh, en },
  async run({ order: said }, context) {
    const { found, called } = await orderAndOperation(said, context);
    if (found.kind !== 'one') return askWhich(found, said);
    const { order } = found;
    if (OVER.has(order.status)) return { key: `nudge.over.${order.status}`, values: overOf(order, context) };
    const operations = called ? operationsCalled(order, called) : holding(order);
    if (operations.length === 0) return noneOf(order, called);
    if (operations.length > MOST_AT_ONCE) return chooseOne(order, operations);
    const lines: Reply[] = [];
    // One after another: each is a command of its own, and a person reads them in this order.
    for (const operation of operations) lines.push(await nudgeOne(order, operation, context));
    return operations.length === 1
      ? lines
      : [{ key: 'nudge.several', values: { orderNo: order.orderNo, itemName: order.item.name, number: operations.length } }, ...lines];
  },
});

/** `312 铣` and `312铣`: what does not stand for an order as a whole is an order and the name of an operation. */
async function orderAndOperation(said: string, context: ChatContext): Promise<{ found: FoundOrder; called: string }> {
  const whole = await findOrder(said, context);
  if (whole.kind === 'one') return { found: whole, called: '' };
  for (const shape of [/^(.*\d)\s*([^\d\s].*)$/, /^(.*\S)\s+(\S+)$/]) {
    const [, number = '', called = ''] = shape.exec(said) ?? [];
    const found = number ? await findOrder(number, context) : null;
    if (found?.kind === 'one') return { found, called: called.replace(/^[的第\s]+|[道序]+$/g, '') };
  }
  return { found: whole, called: '' };
}

async function nudgeOne(order: WorkOrderDto, operation: OperationDto, context: ChatContext): Promise<Reply> {
  const { run, t, clock } = context;
  const outcome = await run(nudgeOperation, { operationId: operation.id }, operation.id);
  const operationName = operation.name;
  const about = { orderNo: order.orderNo, itemName: order.item.name, operationName };
  if (outcome.kind === 'refused') {
    const { code, ...details } = outcome.refusal;
    return { key: 'nudge.refused', values: { ...about, message: t(`errors:${code}`, details) } };
  }
  const { reason, told } = outcome.value;
  const since = sinceOf(operation, reason);
  return {
    key: `nudge.told.${reason === 'work' && operation.status !== 'running' ? operation.status : reason}`,
    values: {
      ...about,
      names: told.map(({ name }) => name).join(t('bot:nudge.and')),
      since: since === null ? '' : t('bot:nudge.waited', { elapsed: clock.since(since) }),
    },
  };
}

function sinceOf({ firstArticle, finalRelease, runningSince }: OperationDto, reason: string): string | null {
  if (reason === 'first_article' || reason === 'first_article_failed') return firstArticle.since;
  return reason === 'final_release' ? finalRelease.since : runningSince;
}

function overOf({ orderNo, item, halt }: WorkOrderDto, { clock }: ChatContext) {
  return { orderNo, itemName: item.name, name: halt?.by.name, reason: halt?.reason, since: halt ? clock.since(halt.at) : '' };
}

const noneOf = ({ orderNo, item, operations }: WorkOrderDto, called: string): Reply =>
  called
    ? { key: 'nudge.no_operation', values: { orderNo, called, names: operations.map(({ name }) => name).join(' ') } }
    : { key: 'nudge.over.completed', values: { orderNo, itemName: item.name } };

const chooseOne = ({ orderNo, item }: WorkOrderDto, operations: readonly OperationDto[]): Reply => ({
  key: 'nudge.choose',
  values: {
    orderNo,
    itemName: item.name,
    number: operations.length,
    names: operations.map(({ name }) => name).join(' '),
    first: operations[0]?.name,
  },
});
