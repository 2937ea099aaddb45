import type { ApprovalDto } from '../../contracts/api/approvals';
import type { PersonRef } from '../../contracts/api/primitives';
import { type Actor, type Translate, translator } from '../../platform';
import { namesOf, personById } from '../identity';
import { attachedTo } from '../media';
import { approvalTitle, factLabel } from './approvals.texts';
import type { ApprovalRequest } from './models/approval-request.model';

/** One request as one person reads it. */
export async function presentApprovalTo(actor: Actor, request: ApprovalRequest): Promise<ApprovalDto> {
  const [presented] = await presentApprovalsTo(actor, [request]);
  if (!presented) throw new Error('approvals: nothing presented');
  return presented;
}

/** Requests in the language of who reads them, with everybody's name. */
export async function presentApprovalsTo(actor: Actor, requests: readonly ApprovalRequest[]): Promise<ApprovalDto[]> {
  const { factoryId } = actor.scope;
  const reader = actor.kind === 'person' ? await personById(factoryId, actor.id) : null;
  const names = await namesOf(
    factoryId,
    requests.flatMap(({ requestedById, approverIds, decidedById }) => [
      requestedById,
      ...approverIds,
      ...(decidedById ? [decidedById] : []),
    ]),
  );
  return requests.map((request) => presentApproval(request, names, translator(reader?.locale ?? 'zh-CN')));
}

function presentApproval(request: ApprovalRequest, names: ReadonlyMap<string, string>, t: Translate): ApprovalDto {
  const person = (id: string): PersonRef => ({ id, name: names.get(id) ?? id });
  return {
    id: request._id.toHexString(),
    kind: request.kind,
    state: request.state,
    title: approvalTitle(request.kind, t),
    facts: request.facts.map(({ label, value }) => ({ name: label, label: factLabel(label, t), value })),
    reason: request.reason,
    requestedBy: person(request.requestedById),
    requestedAt: request.requestedAt.toISOString(),
    approvers: request.approverIds.map(person),
    decidedBy: request.decidedById ? person(request.decidedById) : null,
    decidedAt: request.decidedAt?.toISOString() ?? null,
    decisionReason: request.decisionReason,
    notCarriedOut: request.carryOutRefusal ? t(request.carryOutRefusal.code, request.carryOutRefusal) : null,
    ...attachedTo(request),
  };
}
