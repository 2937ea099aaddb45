import fc from 'fast-check';
import { chatCommands } from '../../../bot/commands';
import { guess } from '../../../bot/guess';
import { understand } from '../../../bot/understand';

const meant = (text: string) => {
  const understood = understand(text, chatCommands);
  return understood.kind === 'unknown'
    ? 'unknown'
    : [understood.command.name, understood.kind === 'command' ? understood.args : understood.kind];
};

test.each([
  ['进度 WO-0309', ['progress', { orderNo: 'WO-0309' }]],
  ['  进度   WO-0309  ', ['progress', { orderNo: 'WO-0309' }]],
  ['进度WO-0309', ['progress', { orderNo: 'WO-0309' }]],
  ['进度：WO-0309', ['progress', { orderNo: 'WO-0309' }]],
  ['进度　ＷＯ－０３０９', ['progress', { orderNo: 'WO-0309' }]],
  ['PROGRESS wo-0309', ['progress', { orderNo: 'wo-0309' }]],
  ['Order WO 0309', ['progress', { orderNo: 'WO 0309' }]],
  ['进度', ['progress', 'incomplete']],
  ['帮助', ['help', {}]],
  ['ＨＥＬＰ', ['help', {}]],
  ['我的任务', ['tasks', {}]],
  ['任务', ['tasks', {}]],
  ['异常', ['alerts', {}]],
  ['审批', ['approvals', {}]],
  ['今日', ['today', {}]],
  ['催 312', ['nudge', { order: '312' }]],
  ['催一下312', ['nudge', { order: '312' }]],
  ['催 WO-0312 铣', ['nudge', { order: 'WO-0312 铣' }]],
  ['ＮＵＤＧＥ　ｗｏ－０３１２', ['nudge', { order: 'wo-0312' }]],
  ['chase WO-0312', ['nudge', { order: 'WO-0312' }]],
  ['催', ['nudge', 'incomplete']],
  ['？', ['help', {}]],
  ['进度\u200b WO-0309\n', ['progress', { orderNo: 'WO-0309' }]],
  ['orders WO-1', 'unknown'],
  ['帮助我一下', 'unknown'],
  ['', 'unknown'],
  ['你好', 'unknown'],
])('%s', (text, expected) => {
  expect(meant(text)).toEqual(expected);
});

test('no two commands share a word', () => {
  const words = chatCommands.flatMap((command) => Object.values(command.words).flat());
  expect(new Set(words).size).toBe(words.length);
});

test('spaces, width and case never change what is meant', () => {
  const wide = (text: string) => [...text].map((c) => (c > ' ' && c <= '~' ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('');
  const word = fc.constantFrom('进度', 'progress', '查工单');
  const orderNo = fc.stringMatching(/^[A-Z]{1,3}-\d{1,6}$/);
  fc.assert(
    fc.property(word, orderNo, fc.boolean(), fc.boolean(), fc.stringMatching(/^[ 　]{1,4}$/), (w, no, upper, full, gap) => {
      const typed = `${upper ? w.toUpperCase() : w}${gap}${no}`;
      expect(meant(full ? wide(typed) : typed)).toEqual(['progress', { orderNo: no }]);
    }),
  );
});

describe('what may have been meant', () => {
  test.each([
    ['progres WO-0309', 'progress wo-0309'],
    ['近度 312', '进度 312'],
    ['near', null],
    ['异长', '异常'],
    ['我想看看今天干得怎么样', '今天'],
    ['show me the alerts please', 'alerts'],
    ['I determine it', null],
    ['312', '进度 312'],
    ['WO-0312', '进度 WO-0312'],
    ['你好', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(guess(text, chatCommands, 'zh-CN')).toBe(expected);
  });

  test('never a command the person may not use', () => {
    expect(guess('审批', [], 'zh-CN')).toBeNull();
  });
});

test('whatever is typed is answered, never thrown', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) =>
      expect(understand(text, chatCommands).kind).toMatch(/command|incomplete|unknown/),
    ),
  );
});
