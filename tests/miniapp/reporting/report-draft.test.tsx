import fc from 'fast-check';
import {
  choose,
  draftProblem,
  goodQty,
  type KeypadKey,
  limitTo,
  mostGood,
  newDraft,
  type ReportDraft,
  scrapTotal,
  step,
  takeAll,
  tapReason,
  typeKey,
} from '@/features/reporting/report-draft';
import { QUANTITY_SCALE } from '../../../server/contracts/quantity';

const type = (draft: ReportDraft, keys: string): ReportDraft => [...keys].reduce((before, key) => typeKey(before, key as KeypadKey), draft);
const pieces = (count: number) => count * QUANTITY_SCALE;

test('proposes everything that can be reported', () => {
  expect(newDraft('22', 0).good).toBe('22');
});

test('proposes what is expected, and all means the same, though more may be reported', () => {
  expect(newDraft('22', 0, '1').good).toBe('1');
});

test('the first digit replaces what was proposed, the next ones go on', () => {
  expect(type(newDraft('22', 0), '15').good).toBe('15');
});

test('backspace takes the last digit, clear leaves nothing', () => {
  const typed = type(newDraft('22', 0), '15');
  expect(typeKey(typed, 'back').good).toBe('1');
  expect(typeKey(typed, 'clear').good).toBe('0');
});

test('a piece that is scrap is no longer good: 22 becomes 20 good and 2 scrap', () => {
  const draft = tapReason(tapReason(newDraft('22', 0), 'scratch'), 'scratch');
  expect([draft.good, draft.scrap]).toEqual(['20', [{ reason: 'scratch', qty: '2' }]]);
});

test('after a tap on a reason the keypad writes its count', () => {
  expect(type(tapReason(newDraft('22', 0), 'porosity'), '7').scrap).toEqual([{ reason: 'porosity', qty: '7' }]);
});

test('scrap cannot be tapped beyond what can be reported', () => {
  const draft = [1, 2, 3].reduce((before) => tapReason(before, 'scratch'), newDraft('2', 0));
  expect(scrapTotal(draft)).toBe(pieces(2));
});

test('one more stops at what can be reported, one less at nothing', () => {
  expect(step(newDraft('22', 0), 1).good).toBe('22');
  expect(step(type(newDraft('22', 0), '0'), -1).good).toBe('0');
  expect(takeAll(type(newDraft('22', 0), '3')).good).toBe('22');
});

test('says why it cannot be reported', () => {
  expect(draftProblem(type(newDraft('22', 0), '23'))).toBe('too_much');
  expect(draftProblem(typeKey(newDraft('22', 0), 'clear'))).toBe('empty');
  expect(draftProblem(newDraft('22', 0))).toBeNull();
});

test('a limit from the server takes from the good pieces and leaves the scrap', () => {
  const draft = limitTo(tapReason(newDraft('22', 0), 'scratch'), pieces(6));
  expect([draft.good, scrapTotal(draft)]).toEqual(['5', pieces(1)]);
});

test('kilograms take a point and as many decimals as the unit has, pieces take none', () => {
  expect(type(newDraft('12', 3), '1.2345').good).toBe('1.234');
  expect(type(newDraft('12', 0), '1.2').good).toBe('12');
});

test('whatever is pressed, the figures stay readable and the proposal never exceeds what can be reported', () => {
  const press = fc.oneof(
    fc.constantFrom<KeypadKey>('0', '1', '5', '9', '.', 'back', 'clear').map((key) => (draft: ReportDraft) => typeKey(draft, key)),
    fc.constantFrom('scratch' as const, 'porosity' as const).map((reason) => (draft: ReportDraft) => tapReason(draft, reason)),
    fc.constantFrom(1 as const, -1 as const).map((by) => (draft: ReportDraft) => step(draft, by)),
    fc.constant((draft: ReportDraft) => takeAll(draft)),
    fc.constant((draft: ReportDraft) => choose(draft, 'good')),
  );
  fc.assert(
    fc.property(fc.nat(500), fc.constantFrom(0, 3), fc.array(press, { maxLength: 30 }), (ready, decimals, presses) => {
      const draft = presses.reduce((before, act) => act(before), newDraft(String(ready), decimals));
      expect(goodQty(draft)).toBeGreaterThanOrEqual(0);
      expect(draft.good).toMatch(/^\d{1,8}(\.\d{0,3})?$/);
      expect(goodQty(takeAll(draft)) + scrapTotal(draft)).toBeLessThanOrEqual(Math.max(draft.ready, scrapTotal(draft)));
      expect(mostGood(draft)).toBeGreaterThanOrEqual(0);
    }),
    { numRuns: 300 },
  );
});
