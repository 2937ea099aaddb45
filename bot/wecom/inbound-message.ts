import { createHash } from 'node:crypto';
import { childElement, childList, childText, childTexts, type XmlElement, XmlError } from './xml';

interface InboundBase {
  /** Same for every repeat of the same message, different for every other one. Fit to be an idempotency key. */
  key: string;
  /** userid as the platform wrote it; `sys` for what nobody in particular did */
  fromUserId: string;
  /** when it was written, by the platform's clock */
  createdAt: Date;
  agentId: string;
}

/** What a member said or did in the chat, in our own words. Plain data, so it can be stored and taken up again. */
export type InboundMessage = InboundBase &
  (
    | { kind: 'text'; content: string }
    | { kind: 'image'; mediaId: string; pictureUrl: string }
    | { kind: 'voice'; mediaId: string; format: string }
    | { kind: 'video'; mediaId: string }
    | { kind: 'location'; latitude: string; longitude: string; label: string }
    | { kind: 'link'; title: string; url: string }
    | { kind: 'card_tapped'; buttonKey: string; taskId: string; cardType: string; responseCode: string; selected: Record<string, string[]> }
    | { kind: 'card_menu_tapped'; actionKey: string; taskId: string; cardType: string; responseCode: string }
    | { kind: 'menu_clicked'; menuKey: string }
    | { kind: 'chat_entered' }
    | { kind: 'member_subscribed' }
    | { kind: 'member_unsubscribed' }
    | { kind: 'contact_changed'; change: string; userId: string; newUserId: string }
    | { kind: 'scanned'; menuKey: string; scanType: string; scanResult: string }
    | { kind: 'other'; name: string; fields: XmlElement }
  );

/** Reads the decrypted inner XML. Throws {@link XmlError} `malformed` when it lacks what every message has. */
export function readInboundMessage(fields: XmlElement): InboundMessage {
  const fromUserId = childText(fields, 'FromUserName');
  const createTime = childText(fields, 'CreateTime');
  const type = childText(fields, 'MsgType');
  const messageId = childText(fields, 'MsgId');
  if (!fromUserId || !type || !/^\d{1,12}$/.test(createTime)) throw new XmlError('malformed');
  if (type !== 'event' && !/^\d{1,32}$/.test(messageId)) throw new XmlError('malformed');
  const base = {
    key: type === 'event' ? eventKey(fields) : `message-${messageId}`,
    fromUserId,
    createdAt: new Date(Number(createTime) * 1000),
    agentId: childText(fields, 'AgentID'),
  };
  return type === 'event' ? readEvent(base, fields) : readMessage(base, type, fields);
}

// B-11.12: sender and second alone collapse real events, so everything that tells two of them apart goes in.
function eventKey(fields: XmlElement): string {
  const approval = childElement(fields, 'ApprovalInfo');
  const parts = [
    ...['FromUserName', 'CreateTime', 'Event', 'EventKey', 'TaskId', 'ResponseCode', 'ChangeType', 'UserID', 'Id', 'TagId'].map((name) =>
      childText(fields, name),
    ),
    childText(approval, 'SpNo') || childText(approval, 'ThirdNo'),
    childText(approval, 'StatuChangeEvent'),
  ];
  return `event-${createHash('sha256').update(JSON.stringify(parts)).digest('hex')}`;
}

function readMessage(base: InboundBase, type: string, fields: XmlElement): InboundMessage {
  const text = (name: string) => childText(fields, name);
  switch (type) {
    case 'text':
      return { ...base, kind: 'text', content: text('Content') };
    case 'image':
      return { ...base, kind: 'image', mediaId: text('MediaId'), pictureUrl: text('PicUrl') };
    case 'voice':
      return { ...base, kind: 'voice', mediaId: text('MediaId'), format: text('Format') };
    case 'video':
      return { ...base, kind: 'video', mediaId: text('MediaId') };
    case 'location':
      return { ...base, kind: 'location', latitude: text('Location_X'), longitude: text('Location_Y'), label: text('Label') };
    case 'link':
      return { ...base, kind: 'link', title: text('Title'), url: text('Url') };
    default:
      return { ...base, kind: 'other', name: type, fields };
  }
}

function readEvent(base: InboundBase, fields: XmlElement): InboundMessage {
  const text = (name: string) => childText(fields, name);
  const event = text('Event');
  const card = { taskId: text('TaskId'), cardType: text('CardType'), responseCode: text('ResponseCode') };
  switch (event) {
    case 'template_card_event':
      return { ...base, kind: 'card_tapped', buttonKey: text('EventKey'), ...card, selected: readSelection(fields) };
    case 'template_card_menu_event':
      return { ...base, kind: 'card_menu_tapped', actionKey: text('EventKey'), ...card };
    case 'click':
      return { ...base, kind: 'menu_clicked', menuKey: text('EventKey') };
    case 'enter_agent':
      return { ...base, kind: 'chat_entered' };
    case 'subscribe':
      return { ...base, kind: 'member_subscribed' };
    case 'unsubscribe':
      return { ...base, kind: 'member_unsubscribed' };
    case 'change_contact':
      return { ...base, kind: 'contact_changed', change: text('ChangeType'), userId: text('UserID'), newUserId: text('NewUserID') };
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const scan = childElement(fields, 'ScanCodeInfo');
      return {
        ...base,
        kind: 'scanned',
        menuKey: text('EventKey'),
        scanType: childText(scan, 'ScanType'),
        scanResult: childText(scan, 'ScanResult'),
      };
    }
    default:
      return { ...base, kind: 'other', name: event, fields };
  }
}

function readSelection(fields: XmlElement): Record<string, string[]> {
  const items = childList(childElement(fields, 'SelectedItems'), 'SelectedItem');
  return Object.fromEntries(items.map((item) => [childText(item, 'QuestionKey'), childTexts(childElement(item, 'OptionIds'), 'OptionId')]));
}
