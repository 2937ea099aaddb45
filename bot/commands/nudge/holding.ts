import type { OperationDto, WorkOrderDto } from '../../../server/contracts/api/workorders';

/** The operations an order waits for: those at a gate before all others, then those that are at work or could be, else the first left. */
export function holding({ operations }: WorkOrderDto): readonly OperationDto[] {
  const atGate = operations.filter((operation) => waitsAtGate(operation));
  if (atGate.length > 0) return atGate;
  const open = operations.filter(({ status }) => status !== 'finished');
  const couldGoOn = open.filter(({ status, readyQty }) => status !== 'not_started' || Number(readyQty) > 0);
  return couldGoOn.length > 0 ? couldGoOn : open.slice(0, 1);
}

/** Those of an order that somebody names by what they are called, or by their number. */
export function operationsCalled({ operations }: WorkOrderDto, called: string): readonly OperationDto[] {
  const bySeq = operations.filter(({ seq }) => String(seq) === called);
  if (bySeq.length > 0) return bySeq;
  const exact = operations.filter(({ name }) => name === called);
  return exact.length > 0 ? exact : operations.filter(({ name }) => name.includes(called));
}

const waitsAtGate = ({ firstArticle, finalRelease }: OperationDto): boolean =>
  firstArticle.state === 'open' || firstArticle.state === 'failed' || finalRelease.state === 'open';
