import type { AlertDto } from '@contracts/api/alerts';
import type { InspectionDto } from '@contracts/api/quality';
import type { UnplacedReportDto } from '@contracts/api/reporting';
import type { NudgeReceiptDto } from '@contracts/api/team';
import type { ChangeChoice, OrderChangeDto, WorkOrderDto } from '@contracts/api/workorders';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

type Page<T> = { readonly items: readonly T[] };
export type ChangeAnswer =
  | { readonly answer: 'accepted'; readonly choice?: ChangeChoice }
  | { readonly answer: 'question' | 'refused'; readonly note: string };

/** What stands, what needs somebody first. */
export const loadAlerts = (): Promise<Answer<Page<AlertDto>>> => get(withQuery('/alerts', { limit: '100' }));
export const loadChanges = (): Promise<Answer<Page<OrderChangeDto>>> => get(withQuery('/order-changes', { limit: '100' }));
export const loadInspections = (): Promise<Answer<Page<InspectionDto>>> => get(withQuery('/inspections', { state: 'open', limit: '100' }));
export const loadOrder = (workOrderId: string): Promise<Answer<WorkOrderDto>> => get(`/work-orders/${workOrderId}`);

export const acknowledge = (alertId: string, key: string): Promise<Answer<AlertDto>> => post(`/alerts/${alertId}/acknowledge`, {}, key);
export const nudge = (operationId: string, key: string): Promise<Answer<NudgeReceiptDto>> =>
  post(`/operations/${operationId}/nudge`, {}, key);
export const answerChange = (changeId: string, answer: ChangeAnswer, key: string): Promise<Answer<OrderChangeDto>> =>
  post(`/order-changes/${changeId}/answer`, answer, key);

/** Work that came too late, for whoever settles it. */
export const loadUnplaced = (): Promise<Answer<Page<UnplacedReportDto>>> =>
  get(withQuery('/unplaced-reports', { state: 'open', limit: '100' }));
export const settleUnplaced = (unplacedId: string, resolution: string, key: string): Promise<Answer<UnplacedReportDto>> =>
  post(`/unplaced-reports/${unplacedId}/resolution`, { resolution }, key);
