import fc from 'fast-check';
import type { KeptMedia } from '@/shared/media/kept-media';
import {
  dismissRefused,
  enqueue,
  inOrder,
  nextPlace,
  type Owner,
  ofOwner,
  type Queue,
  readyToSend,
  replaceRefusedMedia,
  settle,
} from '@/shared/offline/queue';
import type { QueuedWork } from '@/shared/offline/queued-work';

const ME: Owner = { personId: 'me', deviceId: 'phone' };
const OTHER: Owner = { personId: 'other', deviceId: 'phone' };
const NOTHING_UNDER_WAY: ReadonlySet<string> = new Set();

function work(key: string, place: number, change: Partial<QueuedWork> = {}): QueuedWork {
  return {
    key,
    place,
    ...ME,
    workOrderId: 'WO-1',
    operationId: 'op',
    kind: 'report',
    path: '/work-reports',
    body: { key },
    facts: { orderNo: 'WO-1', itemName: '法兰盘', operationName: '精车' },
    pressedAt: '2026-11-22T02:00:00.000Z',
    attempts: 0,
    refusal: null,
    media: [],
    ...change,
  };
}

const REFUSED = { kind: 'refused', refusal: { code: 'more_than_ready', details: {}, at: '2026-11-22T02:00:00.000Z' } } as const;

test('of each work order only the earliest entry is sent, and no work order waits for another', () => {
  const queue = [work('a', 1), work('b', 2), work('c', 3, { workOrderId: 'WO-2' })];
  expect(readyToSend(queue, ME, NOTHING_UNDER_WAY).map(({ key }) => key)).toEqual(['a', 'c']);
});

test('what is under way holds back what comes after it in the same work order', () => {
  const queue = [work('a', 1), work('b', 2)];
  expect(readyToSend(queue, ME, new Set(['a']))).toEqual([]);
});

test('a refused entry stands aside and does not block what comes after it', () => {
  const queue = settle([work('a', 1), work('b', 2)], 'a', REFUSED);
  expect(readyToSend(queue, ME, NOTHING_UNDER_WAY).map(({ key }) => key)).toEqual(['b']);
  expect(queue).toHaveLength(2);
});

test("another person's sign-in does not send it in their name", () => {
  const queue = [work('a', 1)];
  expect(readyToSend(queue, OTHER, NOTHING_UNDER_WAY)).toEqual([]);
  expect(ofOwner(queue, OTHER)).toEqual([]);
});

test('an entry that was not answered stays and is sent again with the same key', () => {
  const queue = settle([work('a', 1)], 'a', { kind: 'unanswered' });
  expect(readyToSend(queue, ME, NOTHING_UNDER_WAY)).toMatchObject([{ key: 'a', attempts: 1 }]);
});

test('only what was refused can be put aside', () => {
  const queue = settle([work('a', 1), work('b', 2)], 'a', REFUSED);
  expect(dismissRefused(queue, 'b')).toHaveLength(2);
  expect(dismissRefused(queue, 'a').map(({ key }) => key)).toEqual(['b']);
});

test('the order of presses survives a clock that was set back', () => {
  const early = work('01ZZ', nextPlace([]));
  const late = work('01AA', nextPlace([early]));
  expect(inOrder([late, early]).map(({ key }) => key)).toEqual(['01ZZ', '01AA']);
});

const photo = (id: string, change: Partial<KeptMedia> = {}): KeptMedia => ({
  id,
  kind: 'photo',
  contentType: 'image/jpeg',
  bytes: 3,
  sha256: id,
  durationMs: null,
  mediaId: null,
  problem: null,
  ...change,
});

test('an entry whose photo was refused stands aside, can be put aside, and goes on once the person has decided', () => {
  const problem = { code: 'media_not_a_photo', details: {} } as const;
  const queue = settle([work('a', 1, { media: [photo('x'), photo('y')] }), work('b', 2)], 'a', { kind: 'media_refused', id: 'x', problem });
  expect(readyToSend(queue, ME, NOTHING_UNDER_WAY).map(({ key }) => key)).toEqual(['b']);
  expect(dismissRefused(queue, 'a').map(({ key }) => key)).toEqual(['b']);
  const without = replaceRefusedMedia(queue, 'a');
  expect(readyToSend(without, ME, NOTHING_UNDER_WAY).map(({ media }) => media.map(({ id }) => id))).toEqual([['y']]);
  const instead = replaceRefusedMedia(queue, 'a', [photo('z')]);
  expect(instead[0]?.media.map(({ id }) => id)).toEqual(['y', 'z']);
});

test('what is at the server is known by its id there, until the server has forgotten it', () => {
  const there = settle([work('a', 1, { media: [photo('x'), photo('y')] })], 'a', { kind: 'media_there', id: 'y', mediaId: 'm-1' });
  expect(there[0]?.media.map(({ mediaId }) => mediaId)).toEqual([null, 'm-1']);
  const forgotten = settle(there, 'a', { kind: 'media_forgotten', mediaIds: ['m-1'] });
  expect(forgotten[0]?.media.map(({ mediaId }) => mediaId)).toEqual([null, null]);
});

type Step =
  | { readonly kind: 'press'; readonly order: number }
  | { readonly kind: 'answer'; readonly pick: number; readonly how: 'accepted' | 'refused' | 'lost_before' | 'lost_after' }
  | { readonly kind: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('press' as const), order: fc.nat(2) }),
  fc.record({
    kind: fc.constant('answer' as const),
    pick: fc.nat(5),
    how: fc.constantFrom('accepted' as const, 'refused' as const, 'lost_before' as const, 'lost_after' as const),
  }),
  fc.constant({ kind: 'restart' as const }),
);

/** A server that does each key once and says no to some, and a phone whose network loses questions and answers. */
class World {
  queue: Queue = [];
  readonly effects: string[] = [];
  readonly turnedDown = new Set<string>();
  pressed: string[] = [];

  take(next: Step): void {
    if (next.kind === 'press') this.press(`WO-${next.order}`);
    // After a restart the queue is what was stored, in whatever order the storage gives it.
    else if (next.kind === 'restart') this.queue = inOrder([...this.queue].reverse());
    else this.send(next.pick, next.how);
  }

  private press(workOrderId: string): void {
    const key = `key-${this.pressed.length}`;
    this.pressed.push(key);
    this.queue = enqueue(this.queue, work(key, nextPlace(this.queue), { workOrderId }));
  }

  private send(pick: number, how: 'accepted' | 'refused' | 'lost_before' | 'lost_after'): void {
    const ready = readyToSend(this.queue, ME, NOTHING_UNDER_WAY);
    const chosen = ready[pick % Math.max(1, ready.length)];
    if (!chosen) return;
    const done = this.effects.includes(chosen.key);
    if (how === 'lost_before') this.queue = settle(this.queue, chosen.key, { kind: 'unanswered' });
    else if (how === 'refused' && !done) {
      this.turnedDown.add(chosen.key);
      this.queue = settle(this.queue, chosen.key, REFUSED);
    } else {
      if (!done) this.effects.push(chosen.key);
      this.queue = settle(this.queue, chosen.key, how === 'lost_after' ? { kind: 'unanswered' } : { kind: 'accepted' });
    }
  }

  drain(): void {
    for (let turn = 0; turn < 500 && readyToSend(this.queue, ME, NOTHING_UNDER_WAY).length > 0; turn += 1) this.send(turn, 'accepted');
  }
}

test('whatever the network does, nothing is lost, nothing doubled, and each work order keeps its order', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = new World();
      const orderOf = new Map<string, string>();
      for (const next of steps) {
        world.take(next);
        for (const { key, workOrderId } of world.queue) orderOf.set(key, workOrderId);
      }
      world.drain();
      expect(new Set(world.effects).size).toBe(world.effects.length);
      expect([...world.effects, ...world.turnedDown].sort()).toEqual([...world.pressed].sort());
      expect(world.queue.map(({ key }) => key).sort()).toEqual([...world.turnedDown].sort());
      for (const order of new Set(orderOf.values())) {
        const done = world.effects.filter((key) => orderOf.get(key) === order);
        expect(done).toEqual(world.pressed.filter((key) => done.includes(key)));
      }
    }),
    { numRuns: 500 },
  );
});
