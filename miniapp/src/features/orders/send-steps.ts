import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import { type Sent, sendSoon } from '../desk/delayed-action';
import { type OrderStep, takeStep } from './api';
import { orderText } from './texts';

export type StepOf = { readonly orderId: string; readonly orderNo: string; readonly step: OrderStep; readonly body: object };

/** Steps on one or many orders, after the moment in which they can be taken back. The keys are made at this press and kept. */
export function sendSteps(words: string, steps: readonly StepOf[]): void {
  const keyed = steps.map((step) => ({ ...step, key: newPressKey() }));
  const done = new Set<string>();
  sendSoon(words, () => sendAll(keyed, done));
}

/** One after another: the first order that cannot be sent for want of a network ends the round, and the next round goes on there. */
async function sendAll(steps: readonly (StepOf & { readonly key: string })[], done: Set<string>): Promise<Sent> {
  const refused: string[] = [];
  for (const { orderId, orderNo, step, body, key } of steps) {
    if (done.has(key)) continue;
    const answer = await takeStep(orderId, step, body, key);
    if (answer.ok) {
      done.add(key);
      continue;
    }
    if (answer.failure.kind !== 'refused') return { done: done.size, refused, unsent: true };
    refused.push(orderText('refused_line', { orderNo, why: explain(answer.failure).title }));
  }
  return { done: done.size, refused, unsent: false };
}
