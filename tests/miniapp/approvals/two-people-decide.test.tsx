import { fireEvent, screen } from '@testing-library/react';
import ApprovalPage from '@/features/approvals/pages/approval/index';
import ApprovalsPage from '@/features/approvals/pages/approvals/index';
import type { ApprovalDto } from '../../../server/contracts/api/approvals';
import { resetPhone, settle, show } from '../../support/mounted';
import { NOTHING_ATTACHED } from '../../support/stub-server/stub-people-and-tasks';
import { LEADER, leaderPhone, refusal, sent } from '../support/leader-phone';

const ID = 'f'.repeat(24);
const manager = { id: '5'.repeat(24), name: '赵经理' };
const asked: ApprovalDto = {
  id: ID,
  kind: 'over_production',
  state: 'pending',
  title: '申请超产',
  facts: [
    { name: 'orderNo', label: '工单', value: 'WO-0312' },
    { name: 'item', label: '产品', value: '法兰盘' },
    { name: 'qty', label: '申请数量', value: '15 件' },
    { name: '模具号', label: '模具号', value: 'M-7' },
  ],
  reason: '毛坯多投',
  requestedBy: { id: '1'.repeat(24), name: '王强' },
  requestedAt: new Date(Date.now() - 20 * 60_000).toISOString(),
  approvers: [LEADER, manager],
  decidedBy: null,
  decidedAt: null,
  decisionReason: null,
  notCarriedOut: null,
  ...NOTHING_ATTACHED,
};
const decided = (by: { id: string; name: string }, state: 'approved' | 'refused', reason: string | null = null): ApprovalDto => ({
  ...asked,
  state,
  decidedBy: { id: by.id, name: by.name },
  decidedAt: new Date().toISOString(),
  decisionReason: reason,
});
const decision = `/approvals/${ID}/decision`;
const press = async (name: string) => {
  await settle(400);
  fireEvent.click(screen.getByRole('button', { name }));
  await settle(20);
};

beforeEach(resetPhone);
afterEach(resetPhone);

test('all facts stand on one screen, and the button says what it will do', async () => {
  leaderPhone({ [`GET /approvals/${ID}`]: { body: asked } });
  await show(ApprovalPage, { approvalId: ID });
  const text = document.getElementById('approval')?.textContent;
  for (const fact of ['等你决定 20 分', '超产 15 件 · 法兰盘', '王强', 'WO-0312', '模具号', 'M-7', '毛坯多投', '赵经理'])
    expect(text).toContain(fact);
  expect(screen.getByRole('button', { name: '同意超产 15 件' })).toBeTruthy();
});

test('agreeing sends one decision under one key, and shows who decided', async () => {
  let stored = asked;
  leaderPhone({
    [`GET /approvals/${ID}`]: () => ({ body: stored }),
    [`POST ${decision}`]: () => {
      stored = decided(LEADER, 'approved');
      return { body: stored };
    },
  });
  await show(ApprovalPage, { approvalId: ID });
  const button = screen.getByRole('button', { name: '同意超产 15 件' });
  await settle(400);
  fireEvent.click(button);
  fireEvent.click(button);
  await settle(20);
  expect(sent(decision).map(({ data }) => data)).toEqual([{ decision: 'approved' }]);
  expect(document.getElementById('told')?.textContent).toContain('已同意：超产 15 件');
  expect(document.getElementById('outcome')?.textContent).toContain('陈班长');
  expect(document.getElementById('approve')).toBeNull();
});

test('somebody else was faster: it says who, and shows what they decided', async () => {
  let stored = asked;
  leaderPhone({
    [`GET /approvals/${ID}`]: () => ({ body: stored }),
    [`POST ${decision}`]: () => {
      stored = decided(manager, 'refused', '料不够');
      return refusal('approval_already_decided', { decidedBy: manager, state: 'refused' });
    },
  });
  await show(ApprovalPage, { approvalId: ID });
  await press('同意超产 15 件');
  expect(document.getElementById('told')?.textContent).toContain('赵经理已经定了这项审批，你这次没有算数。');
  expect(document.getElementById('outcome')?.textContent).toContain('料不够');
  expect(document.getElementById('approve')).toBeNull();
});

test('without an answer nothing is kept, and the same press goes out again under the same key', async () => {
  const network = leaderPhone({ [`GET /approvals/${ID}`]: { body: asked }, [`POST ${decision}`]: { body: decided(LEADER, 'approved') } });
  await show(ApprovalPage, { approvalId: ID });
  network.cut = true;
  await press('同意超产 15 件');
  expect(document.getElementById('told')?.textContent).toContain('这次没有记下');
  network.cut = false;
  await press('同意超产 15 件');
  const keys = sent(decision).map(({ header }) => header['Idempotency-Key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('a refusal is not sent before it has a reason', async () => {
  leaderPhone({ [`GET /approvals/${ID}`]: { body: asked }, [`POST ${decision}`]: { body: decided(LEADER, 'refused', '料不够') } });
  await show(ApprovalPage, { approvalId: ID });
  await press('不同意，说原因');
  await press('先选或写一条原因');
  expect(sent(decision)).toEqual([]);
  await press('料不够');
  await press('不同意：料不够');
  expect(sent(decision).map(({ data }) => data)).toEqual([{ decision: 'refused', reason: '料不够' }]);
});

test('what is not mine to decide says who can', async () => {
  leaderPhone({ [`GET /approvals/${ID}`]: { body: { ...asked, approvers: [manager] } } });
  await show(ApprovalPage, { approvalId: ID });
  expect(screen.getByText('能定的人：赵经理')).toBeTruthy();
  expect(document.getElementById('approve')).toBeNull();
});

test('the list counts what waits for me, and is one sentence when nothing does', async () => {
  leaderPhone({ 'GET /approvals': { body: { items: [asked, { ...asked, id: 'e'.repeat(24), approvers: [manager] }] } } });
  await show(ApprovalsPage);
  expect(screen.getByText('1 件等你定')).toBeTruthy();
  expect(document.getElementById('room-approvals')?.textContent).toBe('审批 1');
  resetPhone();
  leaderPhone({ 'GET /approvals': { body: { items: [] } } });
  await show(ApprovalsPage);
  expect(screen.getByText('没有等着定的')).toBeTruthy();
});
