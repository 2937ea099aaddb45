import type { ApprovalDto } from '@contracts/api/approvals';
import { Text, View } from '@tarojs/components';
import { useDidShow, useRouter } from '@tarojs/taro';
import { useCallback } from 'react';
import { useSession } from '@/shared/auth/session';
import { MediaShown } from '@/shared/media/components/media-shown';
import { explain } from '@/shared/request/explain';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useRemote } from '@/shared/request/use-remote';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { LampCard } from '@/shared/ui/lamp';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { type Decision, decideApproval, loadApproval } from '../../api';
import { factsOf, LAMP_OF, standingOf, subjectOf } from '../../approval-words';
import { ApprovalFacts } from '../../components/approval-facts';
import { DecideActions } from '../../components/decide-actions';
import { StandingTag } from '../../components/standing-tag';
import { useApprovalText } from '../../texts';

/** One request with everything needed to decide it, and the two decisions. What somebody else has decided meanwhile shows at once. */
export default function ApprovalPage() {
  const t = useApprovalText();
  const ui = useUiText();
  const approvalId = useRouter().params.approvalId ?? '';
  const load = useCallback(() => loadApproval(approvalId), [approvalId]);
  const { value, failure, reload } = useRemote(load);
  const { told, press } = useOnlinePress(reload);
  const personId = useSession()?.person.id ?? '';
  useDidShow(() => void reload());
  const decide = (approval: ApprovalDto) => (decision: Decision) =>
    press(
      JSON.stringify(decision),
      (key) => decideApproval(approval.id, decision, key),
      (decided) => ({
        lamp: decided.state === 'approved' ? 'run' : 'stop',
        title: t(decided.state === 'approved' ? 'done_approved' : 'done_refused', { what: t(`what_${decided.kind}`, factsOf(decided)) }),
        detail: t('done_detail', { name: decided.requestedBy.name }),
      }),
    );
  const mine = value && standingOf(value, personId) === 'mine';
  return (
    <Page title={t('title')} foot={mine ? <DecideActions approval={value} onDecide={decide(value)} /> : null}>
      <Told told={told} />
      {value ? <Asked approval={value} personId={personId} /> : null}
      {!value && failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {!value && !failure ? <Skeleton cards={2} /> : null}
    </Page>
  );
}

function Asked({ approval, personId }: { readonly approval: ApprovalDto; readonly personId: string }) {
  const t = useApprovalText();
  const ui = useUiText();
  const now = useNow();
  const standing = standingOf(approval, personId);
  const names = approval.approvers.map(({ name }) => name).join(ui('list_joined'));
  const why = approval.requestedBy.id === personId ? 'own_request' : 'not_yours';
  return (
    <>
      <LampCard lamp={LAMP_OF[standing]} id='approval'>
        <StandingTag approval={approval} standing={standing} now={now} />
        <View className='title gap-top-small break'>
          {t(`what_${approval.kind}`, factsOf(approval))} · {subjectOf(approval)}
        </View>
        <View className='note'>{t('asked', { name: approval.requestedBy.name, at: shortMoment(approval.requestedAt, now) })}</View>
        <View className='rule' />
        <ApprovalFacts approval={approval} personId={personId} now={now} />
        <MediaShown media={approval.media} />
      </LampCard>
      {approval.decidedBy && approval.decidedAt ? (
        <View className='card' id='outcome'>
          <View className='note'>{t('before')}</View>
          <View className='row'>
            <Text className='strong'>{t('decided_by', { name: approval.decidedBy.name, at: shortMoment(approval.decidedAt, now) })}</Text>
            <StandingTag approval={approval} standing={standing} now={now} />
          </View>
          {approval.decisionReason ? <View className='note break'>{approval.decisionReason}</View> : null}
        </View>
      ) : null}
      {approval.notCarriedOut ? (
        <Notice id='not-carried-out' lamp='stop' title={t('not_carried_out')} detail={approval.notCarriedOut} />
      ) : null}
      {standing === 'others' ? <Notice lamp='idle' title={t(why)} detail={t(`${why}_detail`, { names })} /> : null}
    </>
  );
}
