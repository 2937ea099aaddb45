import type { ApprovalDto } from '@contracts/api/approvals';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type Approvals = { readonly items: readonly ApprovalDto[] };
export type Decision = { readonly decision: 'approved' } | { readonly decision: 'refused'; readonly reason: string };

/** Those that wait for me, then those that wait for others, then the decided. */
export const loadApprovals = (): Promise<Answer<Approvals>> => get<Approvals>(withQuery('/approvals', { limit: '100' }));

export const loadApproval = (approvalId: string): Promise<Answer<ApprovalDto>> => get<ApprovalDto>(`/approvals/${approvalId}`);

export const decideApproval = (approvalId: string, decision: Decision, key: string): Promise<Answer<ApprovalDto>> =>
  post<ApprovalDto>(`/approvals/${approvalId}/decision`, decision, key);
