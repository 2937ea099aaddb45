import type { ApprovalDto } from '@contracts/api/approvals';
import { lasted } from '@/shared/time/show-time';
import { LampTag } from '@/shared/ui/lamp';
import { LAMP_OF, type Standing } from '../approval-words';
import { useApprovalText } from '../texts';

type StandingTagProps = { readonly approval: ApprovalDto; readonly standing: Standing; readonly now: Date };

/** Whose move it is, and for how long already. */
export function StandingTag({ approval, standing, now }: StandingTagProps) {
  const t = useApprovalText();
  return <LampTag lamp={LAMP_OF[standing]}>{t(`lamp_${standing}`, { lasted: lasted(approval.requestedAt, now) })}</LampTag>;
}
