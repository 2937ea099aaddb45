import { type CardFact, type CardSelect, type CardTitle, isInteractive, type TemplateCard } from './template-card';

/** One thing the platform would refuse: the field, and the errcode it would answer. */
export interface CardFault {
  field: string;
  errcode: number;
}

const TASK_ID = /^[0-9A-Za-z_\-@]{1,128}$/;
const KEY_BYTES = 1024;

/** Errcodes of the platform for template cards, by cause. */
const CODE = {
  taskId: 42014,
  noTaskId: 42016,
  type: 42031,
  title: 42033,
  list: 42035,
  buttonText: 42038,
  buttonKey: 42039,
  optionId: 42040,
  optionText: 42041,
  jump: 42042,
  question: 42043,
  image: 42044,
  action: 42045,
  submitKey: 42046,
  select: 42047,
  submitText: 42049,
  menuKey: 42051,
  name: 42017,
  url: 42028,
} as const;

type Check = [ok: boolean, field: string, errcode: number];

/** Everything about a card that the platform's table of limits forbids; empty when it may be sent. */
export function findCardFaults(card: TemplateCard): CardFault[] {
  return [...checkCommon(card), ...checkByType(card)].filter(([ok]) => !ok).map(([, field, errcode]) => ({ field, errcode }));
}

function checkCommon(card: TemplateCard): Check[] {
  const titleLimit = card.card_type === 'vote_interaction' ? 16 : 36;
  const descLimit = card.card_type === 'vote_interaction' ? 160 : 44;
  return [
    [!isInteractive(card) || Boolean(card.task_id), 'task_id', CODE.noTaskId],
    [!card.task_id || TASK_ID.test(card.task_id), 'task_id', CODE.taskId],
    [fits(card.source?.desc, 20), 'source.desc', CODE.name],
    [fits(card.main_title?.title, titleLimit), 'main_title.title', CODE.title],
    [fits(card.main_title?.desc, descLimit), 'main_title.desc', CODE.title],
  ];
}

function checkByType(card: TemplateCard): Check[] {
  switch (card.card_type) {
    case 'text_notice':
      return [
        [hasText(card.main_title) || Boolean(card.sub_title_text), 'main_title.title', CODE.title],
        [fits(card.emphasis_content?.title, 14), 'emphasis_content.title', CODE.title],
        [fits(card.emphasis_content?.desc, 22), 'emphasis_content.desc', CODE.title],
        [fits(card.sub_title_text, 160), 'sub_title_text', CODE.title],
        ...checkFacts(card.horizontal_content_list),
        ...checkJumps(card.jump_list),
        ...checkMenu(card.action_menu),
        [goesSomewhere(card.card_action), 'card_action', CODE.action],
      ];
    case 'news_notice':
      return [
        [hasText(card.main_title), 'main_title.title', CODE.title],
        [Boolean(card.image_text_area) || Boolean(card.card_image), 'card_image', CODE.image],
        [within(card.card_image?.aspect_ratio ?? 1.3, 1.3, 2.25), 'card_image.aspect_ratio', CODE.image],
        [within(card.vertical_content_list?.length ?? 0, 0, 4), 'vertical_content_list', CODE.list],
        ...checkFacts(card.horizontal_content_list),
        ...checkJumps(card.jump_list),
        ...checkMenu(card.action_menu),
        [goesSomewhere(card.card_action), 'card_action', CODE.action],
      ];
    case 'button_interaction':
      return [
        [hasText(card.main_title), 'main_title.title', CODE.title],
        [fits(card.sub_title_text, 160), 'sub_title_text', CODE.title],
        ...checkFacts(card.horizontal_content_list),
        ...checkMenu(card.action_menu),
        ...(card.button_selection ? checkSelect(card.button_selection, 'button_selection') : []),
        [!card.card_action?.type || goesSomewhere(card.card_action), 'card_action', CODE.action],
        [within(card.button_list?.length ?? 0, 1, 6), 'button_list', CODE.list],
        ...(card.button_list ?? []).flatMap((button, index): Check[] => [
          [present(button.text, 10), `button_list[${index}].text`, CODE.buttonText],
          [
            button.type === 1 ? Boolean(button.url) : bytesFit(button.key, KEY_BYTES),
            `button_list[${index}].key`,
            button.type === 1 ? CODE.url : CODE.buttonKey,
          ],
        ]),
        [unique((card.button_list ?? []).filter(({ type }) => type !== 1).map(({ key }) => key)), 'button_list', CODE.buttonKey],
      ];
    case 'vote_interaction':
      return [
        [hasText(card.main_title), 'main_title.title', CODE.title],
        [bytesFit(card.checkbox?.question_key, KEY_BYTES), 'checkbox.question_key', CODE.question],
        ...checkOptions(card.checkbox?.option_list, 20, 17, 'checkbox'),
        ...checkSubmit(card.submit_button),
      ];
    case 'multiple_interaction':
      return [
        [hasText(card.main_title), 'main_title.title', CODE.title],
        [within(card.select_list?.length ?? 0, 1, 3), 'select_list', CODE.select],
        ...(card.select_list ?? []).flatMap((select, index) => checkSelect(select, `select_list[${index}]`)),
        ...checkSubmit(card.submit_button),
      ];
    default:
      return [[false, 'card_type', CODE.type]];
  }
}

function checkFacts(facts: CardFact[] = []): Check[] {
  return [
    [facts.length <= 6, 'horizontal_content_list', CODE.list],
    ...facts.flatMap((fact, index): Check[] => [
      [present(fact.keyname, 5), `horizontal_content_list[${index}].keyname`, CODE.name],
      [fits(fact.value, 30), `horizontal_content_list[${index}].value`, CODE.name],
      [fact.type !== 1 || Boolean(fact.url), `horizontal_content_list[${index}].url`, CODE.url],
      [fact.type !== 2 || Boolean(fact.media_id), `horizontal_content_list[${index}].media_id`, 42029],
      [fact.type !== 3 || Boolean(fact.userid), `horizontal_content_list[${index}].userid`, 42050],
    ]),
  ];
}

function checkJumps(jumps: { title: string }[] = []): Check[] {
  return [
    [jumps.length <= 3, 'jump_list', CODE.jump],
    ...jumps.map(({ title }, index): Check => [present(title, 18), `jump_list[${index}].title`, CODE.jump]),
  ];
}

function checkMenu(menu: { action_list: { text: string; key: string }[] } | undefined): Check[] {
  if (!menu) return [];
  const keys = (menu.action_list ?? []).map(({ key }) => key);
  return [
    [within(keys.length, 1, 3), 'action_menu.action_list', CODE.list],
    [keys.every((key) => bytesFit(key, KEY_BYTES)) && unique(keys), 'action_menu.action_list', CODE.menuKey],
  ];
}

function checkSelect(select: CardSelect, field: string): Check[] {
  return [
    [bytesFit(select.question_key, KEY_BYTES), `${field}.question_key`, CODE.question],
    ...checkOptions(select.option_list, 10, 16, field),
  ];
}

function checkOptions(options: { id: string; text: string }[] = [], most: number, textLimit: number, field: string): Check[] {
  return [
    [within(options.length, 1, most), `${field}.option_list`, CODE.list],
    [options.every(({ id }) => bytesFit(id, 128)) && unique(options.map(({ id }) => id)), `${field}.option_list.id`, CODE.optionId],
    [options.every(({ text }) => present(text, textLimit)), `${field}.option_list.text`, CODE.optionText],
  ];
}

function checkSubmit(submit: { text: string; key: string } | undefined): Check[] {
  return [
    [present(submit?.text, 10), 'submit_button.text', CODE.submitText],
    [bytesFit(submit?.key, KEY_BYTES), 'submit_button.key', CODE.submitKey],
  ];
}

function goesSomewhere(action: { type?: number; url?: string; appid?: string } | undefined): boolean {
  return action?.type === 1 ? Boolean(action.url) : action?.type === 2 && Boolean(action.appid);
}

const fits = (text: string | undefined, characters: number) => text === undefined || [...text].length <= characters;
const present = (text: string | undefined, characters: number) => Boolean(text) && fits(text, characters);
const bytesFit = (text: string | undefined, bytes: number) => Boolean(text) && Buffer.byteLength(text ?? '') <= bytes;
const within = (value: number, least: number, most: number) => value >= least && value <= most;
const unique = (values: (string | undefined)[]) => new Set(values).size === values.length;
const hasText = (title: CardTitle | undefined) => Boolean(title?.title);
