import * as z from 'zod/mini';
import { businessDate, instant } from '../../contracts/api/primitives';

const word = z.string().check(z.minLength(1), z.maxLength(200));

/** Whose work it was, where and when: what every fact about a report says and every line of the ledger keeps. */
export const reportedWork = {
  personId: word,
  workshopId: word,
  workOrderId: word,
  orderNo: word,
  operationId: word,
  operationName: word,
  itemCode: word,
  itemName: word,
  occurredAt: instant,
  businessDate,
};
export const reportId = word;

type ReportedWork = { readonly [K in keyof typeof reportedWork]: string };

/** The work that a fact is about, and no more of it than pay needs. */
export const workIn = (fact: ReportedWork): ReportedWork => ({
  personId: fact.personId,
  workshopId: fact.workshopId,
  workOrderId: fact.workOrderId,
  orderNo: fact.orderNo,
  operationId: fact.operationId,
  operationName: fact.operationName,
  itemCode: fact.itemCode,
  itemName: fact.itemName,
  occurredAt: fact.occurredAt,
  businessDate: fact.businessDate,
});
