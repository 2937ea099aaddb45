export { approvals } from './approvals.module';
export { approvalTitle, factLabel } from './approvals.texts';
export { decideApproval } from './commands/decide-approval';
export { noteNotCarriedOut } from './commands/note-not-carried-out';
export { ONE_PENDING_APPROVAL } from './models/approval-request.model';
export { type ApprovalAsked, openApproval } from './open-approval';
export { approvalById } from './queries/approval-by-id';
export { approvalsInSight } from './queries/approvals-in-sight';
export { type ApprovalNotice, tellPeople } from './subscribers/tell-people';
