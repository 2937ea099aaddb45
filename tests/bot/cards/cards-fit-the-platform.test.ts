import fc from 'fast-check';
import '../../../bot/texts';
import { type AlertOnCard, buildAlertCard, parseAlertKey } from '../../../bot/cards/alert-card';
import { type ApprovalOnCard, buildApprovalCard, parseApprovalKey, REFUSAL_REASONS } from '../../../bot/cards/approval-card';
import { findCardFaults } from '../../../bot/wecom';
import { ALERT_RULES } from '../../../server/contracts/api/alerts';
import { APPROVAL_KINDS } from '../../../server/contracts/api/approvals';
import { translator } from '../../../server/platform';

const id = '665f1c2ab3d4e5f60718293a';
const place = {
  taskId: `approval-${id}`,
  timeZone: 'Asia/Shanghai',
  now: new Date('2026-11-22T10:32:00+08:00'),
  publicUrl: 'https://factory.test',
};
const locale = fc.constantFrom('zh-CN' as const, 'en' as const);
const anything = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 });
const names = { requestedBy: '王强', requestedAt: '2026-11-22T01:00:00.000Z', decidedBy: '周经理', decidedAt: '2026-11-22T02:32:00.000Z' };

test('an approval of any kind, any length, either language stays within what the platform takes', () => {
  const approval: fc.Arbitrary<ApprovalOnCard> = fc.record({
    approvalId: fc.constant(id),
    kind: fc.constantFrom(...APPROVAL_KINDS),
    state: fc.constantFrom('pending', 'approved', 'refused'),
    facts: fc.array(fc.record({ label: fc.oneof(fc.constantFrom('orderNo', 'qty', 'dueAt'), anything), value: anything }), {
      maxLength: 12,
    }),
    reason: anything,
    requestedBy: anything,
    requestedAt: fc.constant(names.requestedAt),
    decidedBy: anything,
    decidedAt: fc.constant(names.decidedAt),
    decisionReason: fc.option(anything),
  });
  fc.assert(
    fc.property(approval, locale, (shown, language) => {
      const card = buildApprovalCard(shown, translator(language), place);
      expect(findCardFaults(card)).toEqual([]);
      expect(card.replace_text === undefined).toBe(shown.state === 'pending');
    }),
  );
});

test('an alert of any rule, any length, either language stays within what the platform takes', () => {
  const facts = fc.dictionary(
    fc.constantFrom('orderNo', 'itemName', 'operationName', 'goodQty', 'scrapRate', 'itemCode', 'fromDate', 'toQty'),
    anything,
  );
  const alert: fc.Arbitrary<AlertOnCard> = fc.record({
    alertId: fc.constant(id),
    rule: fc.constantFrom(...ALERT_RULES),
    lamp: fc.constantFrom('stop', 'wait', 'note'),
    state: fc.constantFrom('open', 'acknowledged', 'resolved'),
    facts: facts.map((some) => ({ ...some, dueAt: names.requestedAt, since: names.requestedAt, kind: 'first_article' })),
    acknowledgedBy: fc.option(anything),
  });
  fc.assert(
    fc.property(alert, locale, (shown, language) => {
      expect(findCardFaults(buildAlertCard(shown, translator(language), place))).toEqual([]);
    }),
  );
});

test('no fact that is needed to decide is lost: what has no line on the card is in its text', () => {
  const facts = Array.from({ length: 9 }, (_, index) => ({ label: `第${index}`, value: index === 2 ? '长'.repeat(31) : `值${index}` }));
  const card = buildApprovalCard(
    { approvalId: id, kind: 'over_production', state: 'pending', facts, reason: '补件', ...names, decisionReason: null },
    translator('zh-CN'),
    place,
  );
  const seen = JSON.stringify(card);
  for (const { label, value } of facts) expect([label, seen.includes(value)]).toEqual([label, true]);
});

test('seven facts: what it is about shares a line, so that the quantity asked for stands among the others; an instant is a time of day', () => {
  const facts = [
    { label: 'orderNo', value: 'WO-0320' },
    { label: 'item', value: '轴套' },
    { label: 'operation', value: '车外圆' },
    { label: 'plannedQty', value: '400' },
    { label: 'doneQty', value: '0' },
    { label: 'occurredAt', value: '2026-11-22T01:00:00.000Z' },
    { label: 'qty', value: '15' },
  ];
  const card = buildApprovalCard(
    { approvalId: id, kind: 'over_production', state: 'pending', facts, reason: '补件', ...names, decisionReason: null },
    translator('zh-CN'),
    place,
  );
  expect(card.sub_title_text).toBe('原因：补件');
  expect(card.horizontal_content_list).toEqual([
    { keyname: '工单', value: 'WO-0320 · 轴套' },
    { keyname: '工序', value: '车外圆' },
    { keyname: '计划', value: '400' },
    { keyname: '已做', value: '0' },
    { keyname: '报工时间', value: '11-22 09:00' },
    { keyname: '申请数量', value: '15' },
  ]);
});

test('the card as a manager reads it', () => {
  const facts = [
    { label: 'orderNo', value: 'WO-0309' },
    { label: 'qty', value: '15 件' },
  ];
  const open: ApprovalOnCard = {
    approvalId: id,
    kind: 'over_production',
    state: 'pending',
    facts,
    reason: '补件',
    ...names,
    decisionReason: null,
  };
  expect(buildApprovalCard(open, translator('zh-CN'), place)).toMatchObject({
    main_title: { title: '◆ 申请超产，等你批', desc: '王强 · 11-22 09:00' },
    sub_title_text: '原因：补件',
    horizontal_content_list: [
      { keyname: '工单', value: 'WO-0309' },
      { keyname: '申请数量', value: '15 件' },
    ],
    button_list: [{ text: '同意超产 15 件' }, { text: '不同意' }],
  });
  expect(buildApprovalCard({ ...open, state: 'refused', decisionReason: '料不够' }, translator('zh-CN'), place)).toMatchObject({
    main_title: { title: '■ 申请超产' },
    replace_text: '周经理 11-22 10:32 没同意：料不够',
  });
  expect(
    buildAlertCard(
      {
        alertId: id,
        rule: 'gate_waiting_long',
        lamp: 'wait',
        state: 'open',
        acknowledgedBy: null,
        facts: { orderNo: 'WO-0309', itemName: '阀体', operationName: '车外圆', kind: 'first_article', since: '2026-11-22T02:10:00.000Z' },
      },
      translator('zh-CN'),
      place,
    ),
  ).toMatchObject({
    main_title: { title: '◆ 等检验太久' },
    sub_title_text: 'WO-0309 车外圆 等首件检验已 22 分',
    button_list: [{ text: '我来处理' }],
  });
});

test('the keys of the buttons are read back, and nothing else is', () => {
  const card = buildApprovalCard(
    { approvalId: id, kind: 'delete_work_order', state: 'pending', facts: [], reason: 'x', ...names, decisionReason: null },
    translator('zh-CN'),
    place,
  );
  expect(card.button_list.map(({ key }) => parseApprovalKey(key ?? ''))).toEqual([
    { decision: 'approved', approvalId: id },
    { decision: 'refused', approvalId: id },
  ]);
  expect(card.button_selection?.option_list.map((option) => option.id)).toEqual([...REFUSAL_REASONS]);
  fc.assert(
    fc.property(fc.string(), (key) => {
      expect(parseApprovalKey(key)).toBeNull();
      expect(parseAlertKey(key)).toBeNull();
    }),
  );
  expect(parseAlertKey(`approval:approved:${id}`)).toBeNull();
  expect(parseApprovalKey(`alert:acknowledge:${id}`)).toBeNull();
});
