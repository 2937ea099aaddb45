import { findCardFaults } from '../../../bot/wecom/card-faults';
import type { TemplateCard } from '../../../bot/wecom/template-card';

const chars = (count: number) => '字'.repeat(count);
const button: TemplateCard = {
  card_type: 'button_interaction',
  task_id: 'a-1@b_C',
  main_title: { title: chars(36), desc: chars(44) },
  button_list: [{ text: chars(10), key: 'k' }],
};
const notice: TemplateCard = {
  card_type: 'text_notice',
  main_title: { title: '标题' },
  card_action: { type: 1, url: 'https://example.com' },
};
const codes = (card: TemplateCard) => findCardFaults(card).map(({ errcode }) => errcode);
const withButton = (change: Record<string, unknown>) => codes({ ...button, ...change } as TemplateCard);
const withNotice = (change: Record<string, unknown>) => codes({ ...notice, ...change } as TemplateCard);

test('cards at their limits pass', () => {
  expect(codes(button)).toEqual([]);
  expect(codes(notice)).toEqual([]);
  expect(withButton({ task_id: 'x'.repeat(128), horizontal_content_list: Array(6).fill({ keyname: chars(5), value: chars(30) }) })).toEqual(
    [],
  );
});

test.each([
  ['no task id', { task_id: '' }, 42016],
  ['a task id with a dot', { task_id: 'a.b' }, 42014],
  ['a task id of 129', { task_id: 'x'.repeat(129) }, 42014],
  ['a title of 37', { main_title: { title: chars(37) } }, 42033],
  ['no title', { main_title: {} }, 42033],
  ['no button', { button_list: [] }, 42035],
  ['seven buttons', { button_list: Array.from({ length: 7 }, (_, index) => ({ text: 'a', key: `${index}` })) }, 42035],
  ['a button text of 11', { button_list: [{ text: chars(11), key: 'k' }] }, 42038],
  ['a button without key', { button_list: [{ text: 'a' }] }, 42039],
  [
    'two buttons with one key',
    {
      button_list: [
        { text: 'a', key: 'k' },
        { text: 'b', key: 'k' },
      ],
    },
    42039,
  ],
  ['a link to nowhere', { card_action: { type: 1 } }, 42045],
  ['seven facts', { horizontal_content_list: Array(7).fill({ keyname: 'a' }) }, 42035],
  ['a fact name of 6', { horizontal_content_list: [{ keyname: chars(6) }] }, 42017],
  ['a fact value of 31', { horizontal_content_list: [{ keyname: 'a', value: chars(31) }] }, 42017],
  ['a member fact without member', { horizontal_content_list: [{ keyname: 'a', type: 3 }] }, 42050],
  ['a source of 21', { source: { desc: chars(21) } }, 42017],
  ['a menu without task id', { task_id: undefined, action_menu: { action_list: [{ text: 'a', key: 'k' }] } }, 42016],
])('button card: %s', (_, change, errcode) => {
  expect(withButton(change)).toContain(errcode);
});

test.each([
  ['nowhere to go', { card_action: { type: 0 } }, 42045],
  ['neither title nor text', { main_title: {} }, 42033],
  ['four links', { jump_list: Array(4).fill({ title: 'a', type: 0 }) }, 42042],
  ['an emphasis of 15', { emphasis_content: { title: chars(15) } }, 42033],
  ['a menu of four', { task_id: 't', action_menu: { action_list: [1, 2, 3, 4].map((key) => ({ text: 'a', key: `${key}` })) } }, 42035],
])('notice: %s', (_, change, errcode) => {
  expect(withNotice(change)).toContain(errcode);
});

test('an emoji counts as one character', () => {
  expect(withButton({ button_list: [{ text: '😀'.repeat(10), key: 'k' }] })).toEqual([]);
});

test('choices: one to twenty options, unique ids, a submit button', () => {
  const vote = (options: unknown[], submit: unknown = { text: '好', key: 's' }) =>
    codes({
      card_type: 'vote_interaction',
      task_id: 't',
      main_title: { title: '选' },
      checkbox: { question_key: 'q', option_list: options },
      submit_button: submit,
    } as TemplateCard);
  expect(vote([{ id: '1', text: 'a' }])).toEqual([]);
  expect(vote([])).toContain(42035);
  expect(
    vote([
      { id: '1', text: 'a' },
      { id: '1', text: 'b' },
    ]),
  ).toContain(42040);
  expect(vote([{ id: '1', text: chars(18) }])).toContain(42041);
  expect(vote([{ id: '1', text: 'a' }], { text: '', key: '' })).toEqual([42049, 42046]);
});
