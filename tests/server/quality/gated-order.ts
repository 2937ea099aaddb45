import type { OperationDto } from '../../../server/contracts/api/workorders';
import { decideInspection, inspections, quality, requestInspection } from '../../../server/modules/quality';
import { correctReport, reportWork, startWork } from '../../../server/modules/reporting';
import { createWorkOrder, defineItem, defineRouting, workOrder } from '../../../server/modules/workorders';
import { asPerson, demoFactory, relay, type TestFactory, type TestPerson } from '../../support';

type Kind = 'first_article' | 'final_release';

/** An order of ten flanges: 车外圆 with a first article of three pieces, then 去毛刺 with a final release. */
export async function gatedOrder(has: { firstArticle?: boolean; finalRelease?: boolean } = {}) {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  await liu.must(defineItem, { code: 'FL-80', name: '法兰盘 80', unit: { name: '件', decimals: 0 } });
  await liu.must(defineRouting, {
    itemCode: 'FL-80',
    operations: [
      { seq: 10, name: '车外圆', ...(has.firstArticle === false ? {} : { firstArticle: { cap: '3' } }) },
      { seq: 20, name: '去毛刺', finalRelease: has.finalRelease !== false },
    ],
  });
  const order = await liu.must(createWorkOrder, {
    orderNo: 'WO-2001',
    itemCode: 'FL-80',
    plannedQty: '10',
    dueAt: '2027-01-01T08:00:00+08:00',
    workshopId: 'w1',
    release: true,
  });
  const [turning, deburring] = order.operations;
  if (!turning || !deburring) throw new Error('the order has no operations');
  return { factory, orderId: order.id, turning: turning.id, deburring: deburring.id, ...doing(factory, order.id) };
}

/** What people do in these tests, in a word each. */
function doing(factory: TestFactory, workOrderId: string) {
  const now = () => new Date().toISOString();
  const ask = (operationId: string, kind: Kind, person: TestPerson = factory.wang) =>
    asPerson(person).run(requestInspection, { operationId, kind });
  const waiting = async () => (await asPerson(factory.zhang).ask(inspections, { limit: 50 })).items;
  const stateOf = async (operationId: string): Promise<OperationDto | undefined> =>
    (await asPerson(factory.zhou).ask(workOrder, { workOrderId })).operations.find(({ id }) => id === operationId);
  return {
    start: (operationId: string, person: { actor: TestPerson['actor'] } = factory.wang) =>
      asPerson(person).run(startWork, { operationId, occurredAt: now() }),
    report: (operationId: string, goodQty: string, person: { actor: TestPerson['actor'] } = factory.wang) =>
      asPerson(person).run(reportWork, { operationId, goodQty, scrap: [], reworkQty: '0', photoIds: [], occurredAt: now() }),
    takeBack: (reportId: string) => asPerson(factory.chen).run(correctReport, { reportId, reason: '报错了', occurredAt: now() }),
    ask,
    waiting,
    stateOf,
    decide: (inspectionId: string, result: 'passed' | 'failed', person: { actor: TestPerson['actor'] } = factory.zhang, reason?: string) =>
      asPerson(person).run(decideInspection, { inspectionId, result, ...(reason === undefined ? {} : { reason }) }),
    /** The one inspection of a kind that waits. */
    theOpen: async (kind: Kind): Promise<string> => {
      const found = (await waiting()).filter((inspection) => inspection.kind === kind);
      if (found.length !== 1 || !found[0]) throw new Error(`${found.length} open inspections of ${kind}`);
      return found[0].id;
    },
    factsArrive: () => relay(...quality.subscribers),
  };
}

/** Somebody who makes and inspects: the case that four eyes are about. */
export function withInspectorsRights(person: TestPerson): { actor: TestPerson['actor'] } {
  return { actor: { ...person.actor, permissions: new Set([...person.actor.permissions, 'quality.inspect' as const]) } };
}

export const refusalOf = (outcome: { kind: string; refusal?: unknown }): unknown => ('refusal' in outcome ? outcome.refusal : outcome.kind);
