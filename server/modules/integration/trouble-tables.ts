import { everyAlert } from '../alerts';
import { everyApproval } from '../approvals';
import { everyInspection } from '../quality';
import { clock, clockOrNone, names, type Table } from './table';

/** What somebody had to look at or decide: inspections, alerts, requests. */
export const TROUBLE_TABLES = {
  inspections: {
    columns: ['orderNo', 'itemName', 'operationName', 'kind', 'state', 'producers', 'openedAt', 'decidedBy', 'decidedAt', 'reason'],
    numbers: new Set<string>(),
    async *rows(asking) {
      const { t } = asking;
      for await (const batch of everyInspection(asking.actor.scope)) {
        yield batch.map(({ orderNo, itemName, operationName, kind, state, producers, openedAt, decidedBy, decidedAt, reason }) => ({
          orderNo,
          itemName,
          operationName,
          kind: t(`gateKind.${kind}`),
          state: t(`gate.${state}`),
          producers: names(producers),
          openedAt: clock(openedAt, asking),
          decidedBy: decidedBy?.name ?? null,
          decidedAt: clockOrNone(decidedAt, asking),
          reason,
        }));
      }
    },
  },
  alerts: {
    columns: ['text', 'rule', 'state', 'raisedAt', 'owners', 'acknowledgedBy', 'resolvedAt'],
    numbers: new Set<string>(),
    async *rows(asking) {
      const { t } = asking;
      for await (const batch of everyAlert(asking.actor, asking.now)) {
        yield batch.map(({ text, rule, state, raisedAt, owners, acknowledgedBy, resolvedAt }) => ({
          text,
          rule: t(`rule.${rule}`),
          state: t(`alert.${state}`),
          raisedAt: clock(raisedAt, asking),
          owners: names(owners),
          acknowledgedBy: acknowledgedBy?.name ?? null,
          resolvedAt: clockOrNone(resolvedAt, asking),
        }));
      }
    },
  },
  approvals: {
    columns: [
      'title',
      'facts',
      'reason',
      'requestedBy',
      'requestedAt',
      'state',
      'approvers',
      'decidedBy',
      'decidedAt',
      'decisionReason',
      'notCarriedOut',
    ],
    numbers: new Set<string>(),
    async *rows(asking) {
      for await (const batch of everyApproval(asking.actor)) {
        yield batch.map((request) => ({
          title: request.title,
          facts: request.facts.map(({ label, value }) => `${label} ${value}`).join(', '),
          reason: request.reason,
          requestedBy: request.requestedBy.name,
          requestedAt: clock(request.requestedAt, asking),
          state: asking.t(`approval.${request.state}`),
          approvers: names(request.approvers),
          decidedBy: request.decidedBy?.name ?? null,
          decidedAt: clockOrNone(request.decidedAt, asking),
          decisionReason: request.decisionReason,
          notCarriedOut: request.notCarriedOut,
        }));
      }
    },
  },
} satisfies Readonly<Record<string, Table>>;
