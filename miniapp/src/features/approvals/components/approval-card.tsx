import type { ApprovalDto } from '@contracts/api/approvals';
import { Text, View } from '@tarojs/components';
import { open } from '@/shared/navigation';
import { shortMoment } from '@/shared/time/show-time';
import { LampCard } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { factsOf, LAMP_OF, standingOf, subjectOf } from '../approval-words';
import { useApprovalText } from '../texts';
import { StandingTag } from './standing-tag';

type ApprovalCardProps = { readonly approval: ApprovalDto; readonly personId: string; readonly now: Date };

/** One request in the list: whose move it is, what is asked, by whom and why. Opens it with all its facts. */
export function ApprovalCard({ approval, personId, now }: ApprovalCardProps) {
  const t = useApprovalText();
  const standing = standingOf(approval, personId);
  const what = t(`what_${approval.kind}`, factsOf(approval));
  return (
    <LampCard lamp={LAMP_OF[standing]} id={`approval-${approval.id}`}>
      <Pressable onPress={() => void open('approval', { approvalId: approval.id })}>
        <View className='row'>
          <StandingTag approval={approval} standing={standing} now={now} />
          <Text className='note'>{approval.facts.find(({ name }) => name === 'orderNo')?.value ?? ''}</Text>
        </View>
        <View className='strong gap-top-small break'>
          {what} · {subjectOf(approval)}
        </View>
        <View className='note'>{t('asked', { name: approval.requestedBy.name, at: shortMoment(approval.requestedAt, now) })}</View>
        <View className='note break'>{approval.reason}</View>
      </Pressable>
    </LampCard>
  );
}
