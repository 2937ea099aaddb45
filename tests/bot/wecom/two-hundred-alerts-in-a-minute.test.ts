import { createMemberLimits, createMemorySentLog, type MessageUrgency } from '../../../bot/wecom/limits';

function setUp() {
  const clock = { now: new Date('2026-11-22T02:00:00Z') };
  const limits = createMemberLimits({ log: createMemorySentLog(), now: () => clock.now });
  const admitMany = (count: number, urgency: MessageUrgency, userId = 'ZhuRen') =>
    Promise.all(Array.from({ length: count }, () => limits.admit(userId, urgency)));
  const wait = (seconds: number) => {
    clock.now = new Date(clock.now.getTime() + seconds * 1000);
  };
  return { limits, admitMany, wait, clock };
}
const count = (admissions: { kind: string }[], kind: string) => admissions.filter((one) => one.kind === kind).length;

test('200 ordinary alerts: twenty go, the rest is merged, and the urgent one still gets through at once (B-11.10)', async () => {
  const { admitMany } = setUp();
  const ordinary = await admitMany(200, 'ordinary');
  expect([count(ordinary, 'send'), count(ordinary, 'merge'), count(ordinary, 'hold')]).toEqual([20, 180, 0]);
  expect((await admitMany(1, 'urgent'))[0]).toEqual({ kind: 'send' });
});

test('even urgent ones stop at thirty: the platform would drop the next without a word', async () => {
  const { admitMany, clock } = setUp();
  const urgent = await admitMany(40, 'urgent');
  expect([count(urgent, 'send'), count(urgent, 'hold')]).toEqual([30, 10]);
  expect(urgent.at(-1)).toEqual({ kind: 'hold', at: new Date(clock.now.getTime() + 60_000) });
});

test('the window slides: never more than thirty in any sixty seconds', async () => {
  const { admitMany, wait } = setUp();
  expect(count(await admitMany(15, 'answer'), 'send')).toBe(15);
  wait(59);
  expect(count(await admitMany(30, 'answer'), 'send')).toBe(15);
  wait(1);
  expect(count(await admitMany(30, 'answer'), 'send')).toBe(15);
});

test('never more than a thousand in an hour, nine hundred of them ordinary', async () => {
  const { admitMany, wait } = setUp();
  let ordinary = 0;
  for (let minute = 0; minute < 50; minute += 1) {
    ordinary += count(await admitMany(20, 'ordinary'), 'send');
    wait(60);
  }
  expect(ordinary).toBe(900);
  let answers = 0;
  for (let minute = 0; minute < 5; minute += 1) {
    answers += count(await admitMany(30, 'answer'), 'send');
    wait(60);
  }
  expect(answers).toBe(100);
});

test('one member’s flood is nobody else’s', async () => {
  const { admitMany } = setUp();
  await admitMany(200, 'urgent');
  expect(count(await admitMany(20, 'ordinary', 'LiSi'), 'send')).toBe(20);
});
