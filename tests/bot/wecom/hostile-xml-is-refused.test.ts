import { readInboundMessage } from '../../../bot/wecom/inbound-message';
import { buildXml, childElement, childList, childText, childTexts, parseXml, XmlError } from '../../../bot/wecom/xml';

function refusal(text: string): string {
  try {
    parseXml(text);
  } catch (error) {
    if (error instanceof XmlError) return error.code;
    throw error;
  }
  return 'accepted';
}

test.each([
  ['a document type', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>', 'forbidden_markup'],
  [
    'a document type hidden behind a comment that looks like CDATA',
    '<!-- <![CDATA[ --><!DOCTYPE xml []><!-- ]]> --><xml/>',
    'forbidden_markup',
  ],
  ['a processing instruction', '<xml><?php x ?></xml>', 'forbidden_markup'],
  ['deep nesting', `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`, 'too_deep'],
  ['oversize', `<xml><A>${'x'.repeat(70_000)}</A></xml>`, 'too_large'],
  ['an unclosed element', '<xml><A>1</xml>', 'malformed'],
  ['an unclosed CDATA', '<xml><A><![CDATA[1</A></xml>', 'malformed'],
  ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>', 'malformed'],
  ['a name that reaches into prototypes', '<xml><__proto__><admin>1</admin></__proto__></xml>', 'malformed'],
  ['another root', '<html><A>1</A></html>', 'malformed'],
  ['no XML', 'hello', 'malformed'],
  ['nothing', '', 'malformed'],
])('%s', (_, text, code) => {
  expect(refusal(text)).toBe(code);
});

test('what a person types is content, whatever it looks like', () => {
  const typed = '<!DOCTYPE html> & <b>50良</b> ]]> &lt;';
  expect(childText(parseXml(buildXml({ Content: typed })), 'Content')).toBe(typed);
});

test('entities outside CDATA are read, numbers keep every digit, an absent child is empty', () => {
  const fields = parseXml('<?xml version="1.0"?><xml>\n<A>1 &lt; 2 &#20013;</A><MsgId>12345678901234567890</MsgId></xml>');
  expect(childText(fields, 'A')).toBe('1 < 2 中');
  expect(childText(fields, 'MsgId')).toBe('12345678901234567890');
  expect(childText(fields, 'constructor')).toBe('');
});

test('one or many of a list are both a list', () => {
  const one = parseXml('<xml><L><I><X>1</X></I></L><T>a</T></xml>');
  const many = parseXml('<xml><L><I><X>1</X></I><I><X>2</X></I></L><T>a</T><T>b</T></xml>');
  expect(childList(childElement(one, 'L'), 'I')).toHaveLength(1);
  expect(childList(childElement(many, 'L'), 'I')).toHaveLength(2);
  expect(childList(parseXml('<xml/>'), 'L')).toEqual([]);
  expect([childTexts(one, 'T'), childTexts(many, 'T')]).toEqual([['a'], ['a', 'b']]);
});

const event = (fields: Record<string, string>) =>
  readInboundMessage(
    parseXml(buildXml({ FromUserName: 'sys', CreateTime: 1409659813, MsgType: 'event', Event: 'change_contact', ...fields })),
  );

test('many events of one sender in one second stay many (B-11.12)', () => {
  const events = [
    event({ ChangeType: 'delete_user', UserID: 'a' }),
    event({ ChangeType: 'delete_user', UserID: 'b' }),
    event({ ChangeType: 'update_user', UserID: 'a' }),
    event({ Event: 'enter_agent' }),
    event({ Event: 'LOCATION' }),
    event({ Event: 'template_card_event', TaskId: 't1', ResponseCode: 'r1', EventKey: 'ok' }),
    event({ Event: 'template_card_event', TaskId: 't1', ResponseCode: 'r2', EventKey: 'ok' }),
  ];
  expect(new Set(events.map(({ key }) => key)).size).toBe(events.length);
});

test('a tapped card with choices is read whole', () => {
  const xml = buildXml({
    FromUserName: 'ZhuRen',
    CreateTime: 1409659813,
    MsgType: 'event',
    Event: 'template_card_event',
    EventKey: 'submit',
    TaskId: 'task-1',
    CardType: 'multiple_interaction',
    ResponseCode: 'code-1',
    AgentID: 1000002,
    SelectedItems: {
      SelectedItem: [
        { QuestionKey: 'who', OptionIds: { OptionId: ['1', '2'] } },
        { QuestionKey: 'when', OptionIds: { OptionId: 'today' } },
      ],
    },
  });
  expect(readInboundMessage(parseXml(xml))).toMatchObject({
    kind: 'card_tapped',
    buttonKey: 'submit',
    taskId: 'task-1',
    responseCode: 'code-1',
    agentId: '1000002',
    selected: { who: ['1', '2'], when: ['today'] },
  });
});

test.each([{ MsgId: '' }, { CreateTime: 'soon' }, { FromUserName: '' }])('a message without %j is malformed', (change) => {
  const fields = { FromUserName: 'a', CreateTime: '1409659813', MsgType: 'text', Content: 'x', MsgId: '1', ...change };
  expect(() => readInboundMessage(parseXml(buildXml(fields)))).toThrow(XmlError);
});
