import type { ApprovalDto } from '@contracts/api/approvals';
import type { TextValues } from '@/shared/i18n/texts';
import type { Lamp } from '@/shared/ui/lamp';

/** Whose move a request is, as somebody looking at it sees it. */
export type Standing = 'mine' | 'others' | 'approved' | 'refused';

export const LAMP_OF: Readonly<Record<Standing, Lamp>> = { mine: 'wait', others: 'idle', approved: 'run', refused: 'stop' };

export function standingOf({ state, approvers }: ApprovalDto, personId: string): Standing {
  if (state !== 'pending') return state;
  return approvers.some(({ id }) => id === personId) ? 'mine' : 'others';
}

/** The facts by name, for titles and buttons that say what a decision will do. */
export function factsOf({ facts }: ApprovalDto): TextValues {
  return Object.fromEntries(facts.map(({ name, value }) => [name, value]));
}

/** What it is about, beside what is asked: the item, or the order. */
export function subjectOf(approval: ApprovalDto): string {
  const value = (wanted: string) => approval.facts.find(({ name }) => name === wanted)?.value;
  return value('item') ?? value('orderNo') ?? '';
}
