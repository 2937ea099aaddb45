import type { MediaDto } from '../../contracts/api/media';
import type { OrderEventDto } from '../../contracts/api/order-board';
import type { PersonRef } from '../../contracts/api/primitives';
import { CHANGE_CHOICES } from '../../contracts/api/workorders';
import type { EntryAbout } from '../../platform';

/** One published fact of one journal entry, before its people have names. */
export type OrderFact = {
  readonly at: Date;
  readonly actorId: string;
  readonly type: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Facts of the entries about a subject, in their order; what a command has said of other things beside it is not its history. */
export function factsOf(entries: readonly EntryAbout[], subject: string): OrderFact[] {
  return entries.flatMap(({ at, actorId, facts }) =>
    [...facts]
      .reverse()
      .filter((fact) => fact.subject === subject)
      .map(({ type, payload }) => ({ at, actorId, type, payload: { ...payload } })),
  );
}

/** Everybody a fact names: who did it, whose work it was, whom it was given to. */
export function peopleIn({ actorId, payload }: OrderFact): string[] {
  return [actorId, ...texts(payload.personIds), ...(text(payload.personId) ? [String(payload.personId)] : [])];
}

/** The photos and the voice note that came with it, photos first. */
export function mediaIn({ payload }: OrderFact): string[] {
  const voiceId = text(payload.voiceId);
  return [...texts(payload.photoIds), ...(voiceId ? [voiceId] : [])];
}

/** Facts carry what a reader needs; what one of them does not carry is null. */
export function presentFact(fact: OrderFact, person: (id: string) => PersonRef, media: ReadonlyMap<string, MediaDto>): OrderEventDto {
  const { at, actorId, type, payload } = fact;
  // A report may be handed in for somebody by the product; then it is still theirs.
  const doer = actorId.startsWith('system:') ? text(payload.personId) : actorId;
  return {
    at: at.toISOString(),
    what: type,
    by: doer === null ? null : person(doer),
    operationName: text(payload.operationName),
    people: texts(payload.personIds).map(person),
    goodQty: text(payload.goodQty),
    scrapQty: text(payload.scrapQty),
    reworkQty: text(payload.reworkQty),
    qty: text(payload.qty) ?? text(payload.plannedQty),
    number: text(payload.reportNo) ?? text(payload.partNo) ?? text(payload.otherNo),
    reason: text(payload.reason),
    from: terms(payload.from),
    to: terms(payload.to),
    answer: answer(payload.answer),
    media: mediaIn(fact).flatMap((id) => media.get(id) ?? []),
    choice: choice(payload.choice),
    concessionId: text(payload.concessionId),
    trigger: text(payload.trigger),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);
const choice = (value: unknown): OrderEventDto['choice'] => CHANGE_CHOICES.find((one) => one === value) ?? null;
const answer = (value: unknown): OrderEventDto['answer'] =>
  value === 'accepted' || value === 'question' || value === 'refused' ? value : null;

function terms(value: unknown): OrderEventDto['from'] {
  if (typeof value !== 'object' || value === null) return null;
  const { plannedQty, dueAt } = value as Record<string, unknown>;
  return typeof plannedQty === 'string' && typeof dueAt === 'string' ? { plannedQty, dueAt } : null;
}
