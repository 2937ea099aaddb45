import type { PersonDto } from '@contracts/api/identity';
import type { BoardView, OrderBoardDto, OrderHistoryDto } from '@contracts/api/order-board';
import type { NamedTrigger } from '@contracts/api/quality';
import type { TeamNowDto } from '@contracts/api/team';
import type { ChangeChoice, ItemDto, OperationDto, OrderChangeDto, RoutingDto, StationDto, WorkOrderDto } from '@contracts/api/workorders';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type BoardFilter = { readonly view: BoardView; readonly workshopId?: string | undefined; readonly q?: string | undefined };
export type NewOrder = {
  readonly orderNo: string;
  readonly itemCode: string;
  readonly plannedQty: string;
  readonly dueAt: string;
  readonly workshopId: string;
  readonly customer?: string;
  readonly release: boolean;
};
export type ChangeState = OrderChangeDto['state'];
type Items<T> = { readonly items: readonly T[] };

export const loadBoard = ({ view, workshopId, q }: BoardFilter): Promise<Answer<OrderBoardDto>> =>
  get<OrderBoardDto>(withQuery('/order-board', { view, workshopId, q: q || undefined }));
export const loadOrder = (orderId: string): Promise<Answer<WorkOrderDto>> => get<WorkOrderDto>(`/work-orders/${orderId}`);
export const loadHistory = (orderId: string): Promise<Answer<OrderHistoryDto>> => get<OrderHistoryDto>(`/work-orders/${orderId}/history`);
export const loadChanges = (filter: { state?: ChangeState; workOrderId?: string }): Promise<Answer<Items<OrderChangeDto>>> =>
  get<Items<OrderChangeDto>>(withQuery('/order-changes', { ...filter, limit: '100' }));
export const loadItems = (q: string): Promise<Answer<Items<ItemDto>>> =>
  get<Items<ItemDto>>(withQuery('/items', { q: q || undefined, limit: '20' }));
/** Newest version first. */
export const loadRoutings = (itemCode: string): Promise<Answer<Items<RoutingDto>>> =>
  get<Items<RoutingDto>>(withQuery('/routings', { itemCode, limit: '50' }));
export const loadStations = (): Promise<Answer<Items<StationDto>>> => get<Items<StationDto>>('/stations?limit=100');
export const loadPeople = (): Promise<Answer<Items<PersonDto>>> => get<Items<PersonDto>>('/people');

export const createOrder = (order: NewOrder, key: string): Promise<Answer<WorkOrderDto>> => post<WorkOrderDto>('/work-orders', order, key);

/** What can be done to an order as a whole; the same address for one and for many. */
export type OrderStep = 'release' | 'hold' | 'resume' | 'make-up' | 'close' | 'replan' | 'changes' | 'merge' | 'cancel';
export const takeStep = (orderId: string, step: OrderStep, body: object, key: string): Promise<Answer<unknown>> =>
  post<unknown>(`/work-orders/${orderId}/${step}`, body, key);

export const answerChange = (
  changeId: string,
  body: { readonly answer: 'accepted' | 'question' | 'refused'; readonly note?: string; readonly choice?: ChangeChoice },
  key: string,
): Promise<Answer<OrderChangeDto>> => post<OrderChangeDto>(`/order-changes/${changeId}/answer`, body, key);

export const dispatchWork = (
  operationId: string,
  body: { readonly personIds: readonly string[]; readonly stationCode?: string | null },
  key: string,
): Promise<Answer<OperationDto>> => post<OperationDto>(`/operations/${operationId}/dispatch`, body, key);

/** Answers with the order as it is then and the new one. */
export const splitOrder = (
  orderId: string,
  body: { readonly qty: string; readonly reason: string },
  key: string,
): Promise<Answer<{ readonly order: WorkOrderDto; readonly part: WorkOrderDto }>> => post(`/work-orders/${orderId}/split`, body, key);
/** Orders whose item, number or customer begins like this. */
export const loadOrdersOf = (q: string): Promise<Answer<Items<WorkOrderDto>>> => get(withQuery('/work-orders', { q, limit: '50' }));
export const loadTeamNow = (): Promise<Answer<TeamNowDto>> => get<TeamNowDto>('/team/now');
export const reopenFirstArticle = (
  operationId: string,
  body: { readonly trigger: NamedTrigger; readonly note?: string },
  key: string,
): Promise<Answer<OperationDto>> => post<OperationDto>(`/operations/${operationId}/first-article`, body, key);
