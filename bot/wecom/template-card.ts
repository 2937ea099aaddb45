/** The template cards of the platform, field names as on the wire. Lengths are checked by {@link findCardFaults}. */
export type TemplateCard = NoticeCard | NewsCard | ButtonCard | VoteCard | MultipleCard;

export interface CardTitle {
  title?: string;
  desc?: string;
}
export interface CardSource {
  icon_url?: string;
  desc?: string;
  /** 0 grey, 1 black, 2 red, 3 green */
  desc_color?: 0 | 1 | 2 | 3;
}
export interface CardLink {
  /** 0 nothing, 1 url, 2 mini-program */
  type?: 0 | 1 | 2;
  url?: string;
  appid?: string;
  pagepath?: string;
}
export interface CardFact extends Pick<CardLink, 'url'> {
  /** 0 text, 1 url, 2 file, 3 member */
  type?: 0 | 1 | 2 | 3;
  keyname: string;
  value?: string;
  media_id?: string;
  userid?: string;
}
export interface CardMenu {
  desc?: string;
  action_list: { text: string; key: string }[];
}
export interface CardQuote extends CardLink {
  title?: string;
  quote_text?: string;
}
export interface CardButton {
  /** 0 calls back, 1 opens url */
  type?: 0 | 1;
  text: string;
  style?: 1 | 2 | 3 | 4;
  key?: string;
  url?: string;
}
export interface CardSelect {
  question_key: string;
  title?: string;
  selected_id?: string;
  disable?: boolean;
  option_list: { id: string; text: string }[];
}
export interface CardSubmit {
  text: string;
  key: string;
}

interface CardBase {
  source?: CardSource;
  task_id?: string;
  /** in an update: the grey text that takes the place of the buttons */
  replace_text?: string;
}
interface CardWithFacts extends CardBase {
  action_menu?: CardMenu;
  quote_area?: CardQuote;
  horizontal_content_list?: CardFact[];
  card_action?: CardLink;
}
export interface NoticeCard extends CardWithFacts {
  card_type: 'text_notice';
  main_title?: CardTitle;
  emphasis_content?: CardTitle;
  sub_title_text?: string;
  jump_list?: (CardLink & { title: string })[];
  card_action: CardLink;
}
export interface NewsCard extends CardWithFacts {
  card_type: 'news_notice';
  main_title: CardTitle;
  image_text_area?: CardLink & { title?: string; desc?: string; image_url: string };
  card_image?: { url: string; aspect_ratio?: number };
  vertical_content_list?: { title: string; desc?: string }[];
  jump_list?: (CardLink & { title: string })[];
  card_action: CardLink;
}
export interface ButtonCard extends CardWithFacts {
  card_type: 'button_interaction';
  task_id: string;
  main_title: CardTitle;
  sub_title_text?: string;
  button_selection?: CardSelect;
  button_list: CardButton[];
}
export interface VoteCard extends CardBase {
  card_type: 'vote_interaction';
  task_id: string;
  main_title: CardTitle;
  checkbox: { question_key: string; mode?: 0 | 1; disable?: boolean; option_list: { id: string; text: string; is_checked?: boolean }[] };
  submit_button: CardSubmit;
}
export interface MultipleCard extends CardBase {
  card_type: 'multiple_interaction';
  task_id: string;
  main_title: CardTitle;
  select_list: CardSelect[];
  submit_button: CardSubmit;
}

/** Whether the platform calls back for this card, so that it needs a task id and gets a response code. */
export function isInteractive(card: TemplateCard): boolean {
  return card.card_type.endsWith('_interaction') || ('action_menu' in card && card.action_menu !== undefined);
}
