import { createHash } from 'node:crypto';
import { ulid } from 'ulid';
import { EXCEL_TYPE } from '../../../../server/contracts/api/integration';
import type { ErrorCode } from '../../../../server/contracts/errors';
import { ROLES, type Role } from '../../../../server/contracts/permissions';
import type { Route } from '../../../../server/platform';
import type { ApiOfPerson, HttpAnswer } from '../../../support/http';
import type { Place } from './place';

/** What a request to a route is made of when it is about a place. `path` fills the address, `query` and `body` are sent. */
export type Ask = {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Bytes in the place of a body, and what they are said to be. */
  readonly bytes?: { readonly raw: string; readonly type: string };
};
export type Target = {
  /** The roles that may, written out here a second time so that a permission given by mistake is seen. */
  readonly who: readonly Role[];
  readonly of: (place: Place) => Ask;
  /** Where else the thing named could lie. `workshop`: next door, `factory`: at somebody else's. Both when not given, none for `[]`. */
  readonly elsewhere?: readonly ('workshop' | 'factory')[];
  /** A list: naming something that lies elsewhere is answered with nothing of it instead of a refusal. */
  readonly list?: true;
  /** Belongs to whoever began it, and is not there for anybody else, the powerful of the same workshop included. */
  readonly personal?: true;
  /** What a request that is allowed is refused with here, when making it whole would take a test of its own. */
  readonly refusedHere?: ErrorCode;
};

const ALL = ROLES;
const WORKS: readonly Role[] = ['worker', 'leader'];
const PLANS: readonly Role[] = ['planner', 'admin'];
/** HR brings prices in. */
const IMPORTS: readonly Role[] = ['planner', 'hr', 'admin'];
const STAFFS: readonly Role[] = ['hr', 'it', 'admin'];
const NOWHERE = [] as const;
const now = () => new Date().toISOString();
const unique = () => ulid().slice(-12);
const nothing = () => ({});

/** Every route there is, by method and address: who may, and what it is about. Routes without a sign-in are in OPEN_ROUTES. */
export const TARGETS: Readonly<Record<string, Target>> = {
  'GET /me': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'GET /people': { who: ALL, of: ({ workshopId }) => ({ query: { workshopId } }), elsewhere: ['workshop'], list: true },
  'POST /people': {
    who: STAFFS,
    of: ({ workshopId, tag }) => ({ body: { name: `${tag} 新`, roles: ['worker'], workshopIds: [workshopId] } }),
    elsewhere: ['workshop'],
  },
  'POST /people/:personId/roles': {
    who: STAFFS,
    of: ({ bystanderId }) => ({ path: { personId: bystanderId }, body: { roles: ['worker', 'inspector'] } }),
  },
  'POST /people/:personId/departure': { who: STAFFS, of: ({ leaverId }) => ({ path: { personId: leaverId } }) },
  'GET /people/access': {
    who: [...STAFFS, 'leader'],
    of: ({ tag }) => ({ query: { q: tag } }),
    list: true,
  },
  'POST /people/:personId/invitation': { who: [...STAFFS, 'leader'], of: ({ newcomerId }) => ({ path: { personId: newcomerId } }) },
  'POST /people/:personId/invitation/revoke': { who: [...STAFFS, 'leader'], of: ({ newcomerId }) => ({ path: { personId: newcomerId } }) },
  'POST /people/:personId/end-sessions': { who: STAFFS, of: ({ bystanderId }) => ({ path: { personId: bystanderId } }) },
  'GET /my/devices': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /my/devices/:sessionId/end': { who: ALL, of: ({ deviceId }) => ({ path: { sessionId: deviceId } }), personal: true },
  'POST /sessions/end': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /sessions/end-all': { who: ALL, of: nothing, elsewhere: NOWHERE },

  'GET /messages': { who: ['it', 'admin'], of: nothing, elsewhere: NOWHERE },

  'GET /approvals': { who: ['leader', 'planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /approvals/:approvalId': {
    who: ['leader', 'planner', 'manager', 'admin'],
    of: ({ approvalId }) => ({ path: { approvalId } }),
  },
  'POST /approvals/:approvalId/decision': {
    who: ['leader', 'manager'],
    of: ({ approvalId }) => ({ path: { approvalId }, body: { decision: 'refused', reason: '不同意' } }),
  },

  'GET /items': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /items': { who: PLANS, of: ({ tag }) => ({ body: { code: `${tag}-${unique()}`, name: '新件' } }), elsewhere: NOWHERE },
  'GET /routings': { who: ALL, of: ({ itemCode }) => ({ query: { itemCode } }), elsewhere: ['factory'], list: true },
  'POST /routings': {
    who: PLANS,
    of: ({ itemCode }) => ({ body: { itemCode, operations: [{ seq: 10, name: `车 ${unique()}` }] } }),
    elsewhere: ['factory'],
  },
  'GET /stations': { who: ALL, of: ({ stationCode }) => ({ query: { q: stationCode } }), list: true },
  'POST /stations': {
    who: PLANS,
    of: ({ tag, workshopId }) => ({ body: { code: `${tag}-${unique()}`, name: '新工位', workshopId } }),
    elsewhere: ['workshop'],
  },

  'GET /work-orders': { who: ALL, of: ({ orderNo }) => ({ query: { q: orderNo } }), list: true },
  'POST /work-orders': {
    who: PLANS,
    of: ({ tag, itemCode, workshopId }) => ({
      body: { orderNo: `${tag}-${unique()}`, itemCode, plannedQty: '10', dueAt: now(), workshopId, release: true },
    }),
  },
  'GET /order-board': {
    who: ALL,
    of: ({ workshopId, orderNo }) => ({ query: { workshopId, q: orderNo } }),
    elsewhere: ['workshop'],
    list: true,
  },
  'GET /work-orders/:workOrderId/history': { who: ALL, of: ({ workOrderId }) => ({ path: { workOrderId } }) },
  'POST /work-orders/:workOrderId/cancel': {
    who: PLANS,
    of: ({ cancellableId }) => ({ path: { workOrderId: cancellableId }, body: { reason: '客户退单' } }),
  },
  'GET /work-orders/by-no/:orderNo': { who: ALL, of: ({ orderNo }) => ({ path: { orderNo } }) },
  'GET /work-orders/:workOrderId': { who: ALL, of: ({ workOrderId }) => ({ path: { workOrderId } }) },
  'POST /work-orders/:workOrderId/release': { who: PLANS, of: ({ draftId }) => ({ path: { workOrderId: draftId } }) },
  'POST /work-orders/:workOrderId/hold': {
    who: PLANS,
    of: ({ unbegunId }) => ({ path: { workOrderId: unbegunId }, body: { reason: '等料' } }),
  },
  'POST /work-orders/:workOrderId/resume': { who: PLANS, of: ({ unbegunId }) => ({ path: { workOrderId: unbegunId } }) },
  'POST /work-orders/:workOrderId/split': {
    who: PLANS,
    of: ({ unbegunId }) => ({ path: { workOrderId: unbegunId }, body: { qty: '1', reason: '先交一部分' } }),
  },
  'POST /work-orders/:workOrderId/merge': {
    who: PLANS,
    of: ({ unbegunId, unbegunToo }) => ({ path: { workOrderId: unbegunId }, body: { otherId: unbegunToo, reason: '一起做' } }),
  },
  'POST /work-orders/:workOrderId/replan': {
    who: PLANS,
    of: ({ unbegunId }) => ({ path: { workOrderId: unbegunId }, body: { reason: '换新工艺' } }),
  },
  'POST /work-orders/:workOrderId/close': {
    who: ['planner', 'manager', 'admin'],
    of: ({ finishableId }) => ({ path: { workOrderId: finishableId }, body: { closeShort: true, reason: '不做了' } }),
  },
  'POST /work-orders/:workOrderId/deletion-requests': {
    who: ['planner', 'manager', 'admin'],
    of: ({ unwantedId }) => ({ path: { workOrderId: unwantedId }, body: { reason: '开错了' } }),
  },
  'POST /work-orders/:workOrderId/changes': {
    who: PLANS,
    of: ({ changeableId }) => ({ path: { workOrderId: changeableId }, body: { plannedQty: '1200', reason: '加单' } }),
  },
  'POST /work-orders/:workOrderId/make-up': {
    who: PLANS,
    of: ({ workOrderId }) => ({ path: { workOrderId }, body: { qty: '1' } }),
  },
  'GET /order-changes': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /order-changes/:changeId/answer': {
    who: ['leader', 'manager'],
    of: ({ changeId }) => ({ path: { changeId }, body: { answer: 'question', note: '来得及吗' } }),
  },
  'GET /operations/:operationId': { who: ALL, of: ({ operationId }) => ({ path: { operationId } }) },
  'POST /operations/:operationId/dispatch': {
    who: ['leader', 'planner', 'admin'],
    of: ({ gatedOperationId, workerId }) => ({ path: { operationId: gatedOperationId }, body: { personIds: [workerId] } }),
  },
  'GET /my/tasks': { who: ALL, of: nothing, elsewhere: NOWHERE },

  'POST /operations/:operationId/start': {
    who: WORKS,
    of: ({ operationId }) => ({ path: { operationId }, body: { occurredAt: now() } }),
  },
  'POST /operations/:operationId/pause': {
    who: WORKS,
    of: ({ operationId }) => ({ path: { operationId }, body: { occurredAt: now() } }),
  },
  'POST /operations/:operationId/resume': {
    who: WORKS,
    of: ({ operationId }) => ({ path: { operationId }, body: { occurredAt: now() } }),
  },
  'POST /operations/:operationId/over-production-requests': {
    who: WORKS,
    of: ({ untouchedOperationId }) => ({ path: { operationId: untouchedOperationId }, body: { qty: '5', reason: '多投' } }),
  },
  'POST /work-reports': {
    who: WORKS,
    of: ({ operationId }) => ({
      body: { operationId, goodQty: '1', scrap: [], reworkQty: '0', occurredAt: now(), photoIds: [], note: '好' },
    }),
  },
  'POST /rework-reports': {
    who: WORKS,
    of: ({ operationId }) => ({ body: { operationId, goodQty: '1', scrap: [], occurredAt: now() } }),
  },
  'POST /work-reports/:reportId/correction': {
    who: WORKS,
    of: ({ reportId }) => ({
      path: { reportId },
      body: {
        reason: '多报了',
        occurredAt: now(),
        replacement: { goodQty: '9', scrap: [{ reasonCode: 'scratch', qty: '1' }], reworkQty: '0' },
      },
    }),
  },
  'POST /work-reports/:reportId/correction-requests': {
    who: WORKS,
    of: ({ otherReportId }) => ({ path: { reportId: otherReportId }, body: { reason: '多报了', occurredAt: now() } }),
  },
  'GET /work-reports': { who: ALL, of: ({ operationId }) => ({ query: { operationId } }), list: true },
  'GET /my/shift': { who: ALL, of: nothing, elsewhere: NOWHERE },

  'GET /inspections': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /inspections': {
    who: ['worker', 'leader', 'inspector'],
    of: ({ gatedOperationId }) => ({ body: { operationId: gatedOperationId, kind: 'first_article' } }),
  },
  'POST /inspections/:inspectionId/decision': {
    who: ['inspector'],
    of: ({ inspectionId }) => ({ path: { inspectionId }, body: { result: 'passed', reason: '合格' } }),
  },
  'POST /inspections/:inspectionId/concession': {
    who: ['inspector'],
    // The inspection has been decided by the line above.
    refusedHere: 'inspection_not_open',
    of: ({ inspectionId }) => ({ path: { inspectionId }, body: { deviation: '孔位偏 0.08', reason: '不影响装配' } }),
  },
  'POST /operations/:operationId/first-article': {
    who: ['leader', 'inspector'],
    of: ({ gatedOperationId }) => ({ path: { operationId: gatedOperationId }, body: { trigger: 'tool' } }),
  },

  'GET /my/pay': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'GET /pay-lines': {
    who: ['manager', 'hr', 'admin'],
    of: ({ workerId }) => ({ query: { personId: workerId, month: now().slice(0, 7) } }),
    list: true,
  },
  'GET /piece-rates': {
    who: ['manager', 'hr', 'admin'],
    of: ({ itemCode }) => ({ query: { itemCode } }),
    elsewhere: ['factory'],
    list: true,
  },
  'POST /piece-rates': {
    who: ['hr', 'admin'],
    of: ({ itemCode }) => ({ body: { itemCode, operationName: `铣 ${unique()}`, price: '0.7', validFrom: '2026-01-01' } }),
    elsewhere: NOWHERE,
  },
  'GET /piece-prices': {
    who: ALL,
    of: ({ itemCode }) => ({ query: { itemCode, operationName: '车' } }),
    elsewhere: ['factory'],
    list: true,
  },

  'GET /alerts': { who: ['leader', 'inspector', 'planner', 'manager', 'hr', 'admin'], of: nothing, elsewhere: NOWHERE },
  'POST /alerts/:alertId/acknowledge': {
    who: ['leader', 'inspector', 'planner', 'manager', 'hr', 'admin'],
    of: ({ alertId }) => ({ path: { alertId }, body: { note: '在看' } }),
  },

  'GET /unplaced-reports': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /unplaced-reports/:unplacedId/resolution': {
    who: ['leader', 'planner'],
    of: ({ unplacedId }) => ({ path: { unplacedId }, body: { resolution: '转到新单' } }),
  },
  'GET /team/now': { who: ALL, of: nothing, elsewhere: NOWHERE },
  'POST /operations/:operationId/nudge': {
    who: ['worker', 'leader', 'planner', 'manager', 'admin'],
    of: ({ operationId }) => ({ path: { operationId } }),
  },

  'POST /media/uploads': {
    who: ALL,
    of: ({ tag }) => ({ body: { kind: 'photo', bytes: 1_000, sha256: createHash('sha256').update(tag).digest('hex') } }),
    elsewhere: NOWHERE,
  },
  'POST /media/uploads/:uploadId/parts': {
    who: ALL,
    of: ({ uploadId }) => ({ path: { uploadId }, query: { offset: '0' }, bytes: { raw: 'xx', type: 'application/octet-stream' } }),
    personal: true,
  },
  'POST /media/uploads/:uploadId/finish': { who: ALL, of: ({ uploadId }) => ({ path: { uploadId } }), personal: true },
  'GET /media/:mediaId': { who: ALL, of: ({ mediaId }) => ({ path: { mediaId } }), elsewhere: ['factory'] },
  'GET /media/:mediaId/:variant': {
    who: ALL,
    of: ({ mediaId }) => ({ path: { mediaId, variant: 'audio' } }),
    elsewhere: ['factory'],
  },

  'POST /imports': {
    who: IMPORTS,
    of: () => ({ query: { kind: 'items' }, bytes: { raw: 'no workbook', type: EXCEL_TYPE } }),
    elsewhere: NOWHERE,
    refusedHere: 'workbook_unreadable',
  },
  'GET /imports/:importId': { who: IMPORTS, of: ({ importId }) => ({ path: { importId } }), personal: true },
  'POST /imports/:importId/apply': { who: IMPORTS, of: ({ importId }) => ({ path: { importId } }), personal: true },
  'GET /templates/:kind.xlsx': { who: IMPORTS, of: () => ({ path: { kind: 'items' } }), elsewhere: NOWHERE },
  'GET /exports/items.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/routings.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/orders.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/operations.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/work-reports.xlsx': { who: ['planner', 'manager', 'hr', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/pay-lines.xlsx': { who: ['manager', 'hr', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/stations.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/order-changes.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/unplaced-reports.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/inspections.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/alerts.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/approvals.xlsx': { who: ['planner', 'manager', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/rates.xlsx': { who: ['manager', 'hr', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /exports/people.xlsx': { who: ['hr', 'it', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /work-orders/:workOrderId/travel-card': { who: ALL, of: ({ workOrderId }) => ({ path: { workOrderId } }) },
  'GET /work-orders/:workOrderId/labels': { who: ALL, of: ({ workOrderId }) => ({ path: { workOrderId } }) },
  'GET /travel-cards': { who: ALL, of: ({ workOrderId }) => ({ query: { workOrderIds: workOrderId } }) },
  'GET /labels': { who: ALL, of: ({ workOrderId }) => ({ query: { workOrderIds: workOrderId } }) },

  'GET /journal/seals': { who: ['it', 'admin'], of: nothing, elsewhere: NOWHERE },
  'GET /facts-given-up': { who: ['it', 'admin'], of: nothing, elsewhere: NOWHERE },
  'POST /facts-given-up/:entryId/try-again': {
    who: ['it', 'admin'],
    // Nothing has been given up.
    of: ({ workOrderId }) => ({ path: { entryId: workOrderId } }),
    elsewhere: NOWHERE,
    personal: true,
  },
};

/** Open to who has not signed in yet; those of a platform exist where it is configured, the last two in the demonstration only. */
export const OPEN_ROUTES: Readonly<Record<string, (place: Place) => Ask>> = {
  'GET /sign-in-doors': nothing,
  'POST /sessions/invitation': () => ({ body: { invitationCode: '2345-6789-ABCD', device: 'device-of-nobody' } }),
  'POST /sessions/wechat': () => ({ body: { code: 'x'.repeat(32) } }),
  'POST /sessions/wecom-miniprogram': () => ({ body: { code: 'x'.repeat(32) } }),
  'GET /sessions/wecom-web': nothing,
  'POST /sessions/wecom-web': () => ({ body: { code: 'x'.repeat(32), state: 'x'.repeat(105), proof: 'x'.repeat(43) } }),
  'POST /sessions/refresh': () => ({ body: { refreshToken: 'x'.repeat(43) } }),
  'GET /demo/people': nothing,
  'POST /demo/sign-in': ({ workerId }) => ({ body: { personId: workerId } }),
};

export const nameOf = (route: Route): string => `${route.method} ${route.path}`;

/** The address of a request below `/api/v1`. */
export function addressOf(route: Route, { path = {}, query = {} }: Ask): string {
  const filled = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(path[name] ?? `no-${name}`));
  const search = new URLSearchParams({ ...query }).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

/** Sends what a target says, as JSON or as bytes. */
export function askFor(api: ApiOfPerson, route: Route, asked: Ask): Promise<HttpAnswer> {
  const address = addressOf(route, asked);
  if (route.method === 'GET') return api.get(address);
  const { bytes } = asked;
  return bytes ? api.post(address, {}, { raw: bytes.raw, headers: { 'content-type': bytes.type } }) : api.post(address, asked.body ?? {});
}
