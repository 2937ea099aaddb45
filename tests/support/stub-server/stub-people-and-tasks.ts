import type { PersonDto } from '../../../server/contracts/api/identity';
import type { MediaDto } from '../../../server/contracts/api/media';
import type { InspectionDto } from '../../../server/contracts/api/quality';
import type { TaskDto } from '../../../server/contracts/api/workorders';

const person = (digit: string, name: string, role: PersonDto['roles'][number]): PersonDto => ({
  id: digit.repeat(24),
  name,
  roles: [role],
  workshopIds: ['machining'],
  warehouseIds: [],
  wecomUserId: null,
  state: 'active',
});

/** No photo, no voice note. */
export const NOTHING_ATTACHED = { photoIds: [], voiceId: null, media: [] };
/** A photo as the server shows it. */
export const aPhoto = (mediaId = '9'.repeat(24)): MediaDto => ({
  mediaId,
  kind: 'photo',
  width: 640,
  height: 480,
  durationMs: null,
  contentType: 'image/jpeg',
  url: `/api/v1/media/${mediaId}/display`,
  thumbUrl: `/api/v1/media/${mediaId}/thumb`,
  playable: true,
  urlsExpireAt: new Date(Date.now() + 600_000).toISOString(),
});

export const WORKER = person('1', '王强', 'worker');
export const INSPECTOR = person('2', '张工', 'inspector');
export const PEOPLE: PersonDto[] = [
  WORKER,
  INSPECTOR,
  person('3', '陈班长', 'leader'),
  person('4', '刘计划', 'planner'),
  person('5', '赵经理', 'manager'),
];

export const RUNNING = 'a'.repeat(24);
export const WAITING = 'b'.repeat(24);
export const STARTABLE = 'c'.repeat(24);

const gate = (kind: 'first_article' | 'final_release') => ({
  kind,
  state: 'not_required' as const,
  since: null,
  canBeLiftedBy: [],
  trigger: null,
  concession: null,
});
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

type TaskShape = {
  id: string;
  orderNo: string;
  seq: number;
  item: string;
  operation: string;
  target: string;
  released: string;
  ready: string;
  good: string;
  scrap: string;
};

/** A task that can be started, of which a test changes what it is about. */
export function aTask(shape: Partial<TaskShape> = {}, change: Partial<TaskDto> = {}): TaskDto {
  const { id, orderNo, seq, item, operation, target, released, ready, good, scrap } = {
    id: STARTABLE,
    orderNo: 'WO-0316',
    seq: 30,
    item: '轴套',
    operation: '磨外圆',
    target: '40',
    released: '40',
    ready: '40',
    good: '0',
    scrap: '0',
    ...shape,
  };
  return {
    operation: {
      id,
      seq,
      name: operation,
      first: false,
      status: 'not_started',
      targetQty: target,
      releasedQty: released,
      readyQty: ready,
      goodQty: good,
      scrapQty: scrap,
      inReworkQty: '0',
      firstArticle: gate('first_article'),
      finalRelease: gate('final_release'),
      assignedTo: [{ id: WORKER.id, name: WORKER.name }],
      station: { code: 'CNC-3', name: '3 号数控车' },
      runningSince: null,
    },
    workOrder: {
      id: `0${id.slice(1)}`,
      orderNo,
      dueAt: new Date(Date.now() + 4 * 3_600_000).toISOString(),
      late: false,
      status: 'in_process',
    },
    item: { code: 'FL-120', name: item, drawing: 'FL-120 C 版', unit: { name: '件', decimals: 0 } },
    mine: false,
    blockedBy: null,
    pricePerPiece: null,
    ...change,
  };
}

/** One task running, one held by the inspector, one that can be started: the first reference screen. */
export function someTasks(): TaskDto[] {
  const running = aTask(
    {
      id: RUNNING,
      orderNo: 'WO-0312',
      seq: 20,
      item: '法兰盘 φ120',
      operation: '精车',
      target: '100',
      released: '82',
      ready: '22',
      good: '58',
      scrap: '2',
    },
    { mine: true },
  );
  const waiting = aTask(
    { id: WAITING, orderNo: 'WO-0315', seq: 10, item: '泵壳', operation: '粗铣', ready: '0' },
    {
      blockedBy: {
        code: 'first_article_open',
        since: minutesAgo(12),
        holders: [{ id: INSPECTOR.id, name: INSPECTOR.name }],
        details: { capQty: '1', doneQty: '1' },
      },
    },
  );
  return [{ ...running, operation: { ...running.operation, status: 'running', runningSince: minutesAgo(42) } }, waiting, aTask()];
}

export const INSPECTION = 'd'.repeat(24);

/** The first article that the waiting task waits for. */
export function anInspection(): InspectionDto {
  return {
    id: INSPECTION,
    kind: 'first_article',
    state: 'open',
    operationId: WAITING,
    workOrderId: `0${WAITING.slice(1)}`,
    orderNo: 'WO-0315',
    itemName: '泵壳',
    operationName: '粗铣',
    capQty: '1',
    producers: [{ id: WORKER.id, name: WORKER.name }],
    openedAt: minutesAgo(12),
    decidedBy: null,
    decidedAt: null,
    reason: null,
    ...NOTHING_ATTACHED,
    trigger: null,
    concession: null,
  };
}
