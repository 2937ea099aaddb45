import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { RoleBar } from '@/features/home/components/role-bar';
import { useSession } from '@/shared/auth/session';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { useAgain } from '@/shared/time/use-again';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { loadApprovals } from '../../api';
import { standingOf } from '../../approval-words';
import { ApprovalCard } from '../../components/approval-card';
import { useApprovalText } from '../../texts';

const SHOWN_DECIDED = 10;

/** The first page of a manager: what waits for a decision, and what was decided lately. */
export default function ApprovalsPage() {
  return useSignedIn() ? <Approvals /> : null;
}

function Approvals() {
  const t = useApprovalText();
  const ui = useUiText();
  const now = useNow();
  const personId = useSession()?.person.id ?? '';
  const { value, failure, reload } = useRemote(loadApprovals);
  useDidShow(() => void reload());
  useAgain(reload);
  const items = value?.items ?? [];
  const mine = items.filter((one) => standingOf(one, personId) === 'mine').length;
  const waiting = items.filter(({ state }) => state === 'pending');
  const decided = items.filter(({ state }) => state !== 'pending').slice(0, SHOWN_DECIDED);
  return (
    <Page
      title={t('title')}
      back={false}
      side={value ? <Text>{t('to_decide', { count: mine })}</Text> : null}
      foot={<RoleBar here='approvals' counts={value ? { approvals: mine } : {}} />}
    >
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {waiting.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} personId={personId} now={now} />
      ))}
      {value && waiting.length === 0 ? <Notice id='nothing-to-decide' lamp='run' title={t('empty')} detail={t('empty_detail')} /> : null}
      {decided.length > 0 ? <View className='note gap-top'>{t('recent')}</View> : null}
      {decided.map((approval) => (
        <ApprovalCard key={approval.id} approval={approval} personId={personId} now={now} />
      ))}
      {!value && !failure ? <Skeleton cards={3} /> : null}
    </Page>
  );
}
