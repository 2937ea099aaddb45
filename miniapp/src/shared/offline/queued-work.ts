import type { ErrorCode } from '@contracts/errors';
import type { KeptMedia } from '../media/kept-media';
import type { Details } from '../request/failure';

export type WorkKind = 'start' | 'pause' | 'resume' | 'report' | 'take_back' | 'ask_inspection';

/** What a person reads about an entry without asking the server. Quantities are decimal text. */
export type WorkFacts = {
  readonly orderNo: string;
  readonly itemName: string;
  readonly operationName: string;
  readonly goodQty?: string;
  readonly scrapQty?: string;
};

/** Something a person did with a button, on its way to the server. */
export type QueuedWork = {
  /** Idempotency key, made when the button was pressed (B-11.3). */
  readonly key: string;
  /** The place in the order of presses on this phone; keys alone would follow a clock that somebody sets back. */
  readonly place: number;
  /** Who pressed, on which phone: nobody else sends it (B-11.6). */
  readonly personId: string;
  readonly deviceId: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly kind: WorkKind;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly facts: WorkFacts;
  readonly pressedAt: string;
  readonly attempts: number;
  /** Set when the server has said no; the entry then waits for the person, not for the network (B-11.4). */
  readonly refusal: WorkRefusal | null;
  /** Photos and voice that go up before it. Its bytes stay on the phone until the server has taken the whole. */
  readonly media: readonly KeptMedia[];
};

export type WorkRefusal = { readonly code: ErrorCode; readonly details: Details; readonly at: string };

/** What a page hands over; the outbox adds who, when, which key and which place. */
export type WorkToDo = Pick<QueuedWork, 'workOrderId' | 'operationId' | 'kind' | 'path' | 'body' | 'facts'> & {
  readonly media?: readonly KeptMedia[];
};

/** Whether it waits for the person and not for the network: turned down itself, or something that belongs to it was. */
export const standsAside = ({ refusal, media }: QueuedWork): boolean => refusal !== null || media.some(({ problem }) => problem !== null);
