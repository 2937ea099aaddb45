import { reopenFirstArticleBody } from '../../../contracts/api/quality';
import type { FirstArticleReopened } from '../../../contracts/events/quality';
import { accepted, defineCommand, refused } from '../../../platform';
import {
  loadOrderForProgress,
  notOpen,
  operationOf,
  orderFacts,
  orderSubject,
  presentOperation,
  reopenFirstArticle as reopened,
  saveOrderProgress,
  withOperation,
} from '../../workorders';
import { isOver, openGate } from '../domain/gate';
import { ONE_OPEN_INSPECTION } from '../models/inspection.model';
import { openInspectionOf, writeInspection } from '../open-inspection';

/**
 * Asks for the first article again because the machine, a tool, the material, the method, a gauge or the surroundings have changed (5M1E,
 * B-6.1). What is made stays; from now on the cap counts anew, for everybody. Where people are at work the inspection opens at once,
 * otherwise with the next start. One that is asked for already changes nothing. Refuses `gate_not_required`, `operation_finished`,
 * `inspection_not_due` before anything has been made, `order_not_open`.
 */
export const reopenFirstArticle = defineCommand({
  name: 'quality.reopen-first-article',
  permission: 'quality.reopen_first_article',
  input: reopenFirstArticleBody,
  againIfLostTo: [ONE_OPEN_INSPECTION],
  async run({ operationId, trigger, note }, context) {
    const { actor, scope, now, publish } = context;
    const order = await loadOrderForProgress(scope, operationId);
    const operation = operationOf(order, operationId);
    const { state, again } = operation.firstArticle;
    if (isOver(order.status)) return refused(notOpen(order));
    if (state === 'not_required') return refused({ code: 'gate_not_required' });
    if (operation.status === 'finished') return refused({ code: 'operation_finished', operationName: operation.name });
    if (operation.status === 'not_started') return refused({ code: 'inspection_not_due' });
    // Where some were let through until now, they are to make one as well.
    if (state !== 'passed' && !again?.exemptIds.length) return accepted(await presentOperation(order, operationId));

    const due = withOperation(order, reopened(operation, trigger, now));
    const atWork = operation.workingPersonIds.length > 0;
    const opened = atWork ? openGate(due, operationOf(due, operationId), 'first_article', now) : accepted(due);
    if (opened.kind === 'refused') return opened;
    const after = opened.value;
    await saveOrderProgress(order, after);
    if (atWork && !(await openInspectionOf(scope.factoryId, operationId, 'first_article'))) {
      await writeInspection({ order: after, operation: operationOf(after, operationId), kind: 'first_article' }, [], context);
    }
    publish({
      type: 'quality.first_article_reopened',
      version: 1,
      subject: orderSubject(order),
      payload: { ...orderFacts(order), operationId, operationName: operation.name, trigger, byId: actor.id, reason: note || null },
    } satisfies FirstArticleReopened);
    return accepted(await presentOperation(after, operationId));
  },
});
