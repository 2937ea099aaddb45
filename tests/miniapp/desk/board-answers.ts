import type { MeDto } from '@contracts/api/identity';
import type { BoardRowDto, OrderBoardDto } from '@contracts/api/order-board';
import type { OperationDto, WorkOrderDto } from '@contracts/api/workorders';
import { ROLE_PERMISSIONS } from '@contracts/permissions';

const gate = (kind: 'first_article' | 'final_release'): OperationDto['firstArticle'] => ({
  kind,
  state: 'not_required',
  since: null,
  canBeLiftedBy: [],
  trigger: null,
  concession: null,
});

export function operation(seq: number, name: string, rest: Partial<OperationDto> = {}): OperationDto {
  return {
    id: `op-${seq}`,
    seq,
    name,
    first: seq === 10,
    status: 'not_started',
    targetQty: '100',
    releasedQty: '100',
    readyQty: '100',
    goodQty: '0',
    scrapQty: '0',
    inReworkQty: '0',
    firstArticle: gate('first_article'),
    finalRelease: gate('final_release'),
    assignedTo: [],
    station: null,
    runningSince: null,
    ...rest,
  };
}

export function order(orderNo: string, rest: Partial<WorkOrderDto> = {}): WorkOrderDto {
  return {
    id: orderNo.toLowerCase(),
    orderNo,
    item: { code: 'FL-120', name: '法兰盘', drawing: 'FL-120 C 版', unit: { name: '件', decimals: 0 } },
    customer: null,
    workshopId: 'w1',
    status: 'released',
    plannedQty: '100',
    goodQty: '0',
    scrapQty: '0',
    overProductionQty: '0',
    makeUpQty: '0',
    shortQty: '0',
    dueAt: '2026-12-05T10:00:00.000Z',
    late: false,
    routingVersion: 1,
    operations: [operation(10, '粗车'), operation(20, '精车')],
    createdAt: '2026-11-20T00:00:00.000Z',
    completedAt: null,
    halt: null,
    splitFrom: null,
    ...rest,
  };
}

export const row = (of: WorkOrderDto, rest: Partial<BoardRowDto> = {}): BoardRowDto => ({
  order: of,
  forecastAt: null,
  daysLate: 0,
  holdUp: null,
  ...rest,
});

export function board(rows: readonly BoardRowDto[]): OrderBoardDto {
  return {
    rows: [...rows],
    counts: { open: rows.length, late: 1, waiting: 1, completed: 0 },
    truncated: false,
    serverTime: '2026-11-22T02:00:00.000Z',
  };
}

export const planner = (): MeDto => ({
  person: { id: 'p1', name: '刘计划', roles: ['planner'], workshopIds: ['*'], warehouseIds: [], wecomUserId: null, state: 'active' },
  permissions: [...ROLE_PERMISSIONS.planner],
  factory: {
    id: 'demo',
    name: '示范工厂',
    timeZone: 'Asia/Shanghai',
    dayCut: '07:30',
    currency: 'CNY',
    workshops: [
      { id: 'w1', name: '机加车间' },
      { id: 'w2', name: '装配车间' },
    ],
  },
  serverTime: '2026-11-22T02:00:00.000Z',
});
