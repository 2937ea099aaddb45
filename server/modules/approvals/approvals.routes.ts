import { approvalDto, approvalPage } from '../../contracts/api/approvals';
import { commandRoute, queryRoute } from '../../platform';
import { decideApproval } from './commands/decide-approval';
import { approvalById } from './queries/approval-by-id';
import { approvalsInSight } from './queries/approvals-in-sight';

export const routes = [
  queryRoute('/approvals', approvalsInSight, approvalPage),
  queryRoute('/approvals/:approvalId', approvalById, approvalDto),
  commandRoute('/approvals/:approvalId/decision', decideApproval, approvalDto),
];
