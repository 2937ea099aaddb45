import { View } from '@tarojs/components';
import { useState } from 'react';
import { useSession } from '@/shared/auth/session';
import { useUsedShare } from '@/shared/media/use-used-share';
import { sendWaiting, useOthersCount, useOutbox } from '@/shared/offline/outbox';
import { standsAside } from '@/shared/offline/queued-work';
import { currentConnection, useConnection } from '@/shared/request/connection';
import { useRemote } from '@/shared/request/use-remote';
import { FULL_AT } from '@/shared/storage/full-at';
import { lasted } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Told, type ToldWords } from '@/shared/ui/told';
import { Track } from '@/shared/ui/track';
import { loadMyUnplaced } from '../../api';
import { AsideCard } from '../../components/aside-card';
import { MediaRefusedCard } from '../../components/media-refused-card';
import { RefusedCard } from '../../components/refused-card';
import { WaitingCard } from '../../components/waiting-card';
import { useOutboxText } from '../../texts';

/** What is on this phone and not yet at the server: what waits, since when, what was refused and why. */
export default function OutboxPage() {
  const t = useOutboxText();
  const now = useNow();
  const queue = useOutbox();
  const others = useOthersCount();
  const connection = useConnection();
  const [told, setTold] = useState<ToldWords | null>(null);
  const personId = useSession()?.person.id ?? '';
  const asides = useRemote(loadMyUnplaced).value?.items.filter(({ person }) => person.id === personId) ?? [];
  const waiting = queue.filter((work) => !standsAside(work));
  const retry = async () => {
    setTold(null);
    await sendWaiting();
    if (!currentConnection().reachable) setTold({ lamp: 'wait', title: t('retried_unreachable'), detail: '' });
  };
  const side = connection.reachable ? (
    <LampTag lamp='run'>{t('online')}</LampTag>
  ) : (
    <LampTag lamp='wait'>{t('no_signal', { lasted: lasted(connection.since, now) })}</LampTag>
  );
  const foot =
    waiting.length > 0 ? (
      <Button id='retry' kind='side' onPress={retry}>
        {t('retry')}
      </Button>
    ) : null;
  return (
    <Page title={t('title')} side={side} foot={foot}>
      {waiting.length > 0 ? <Waiting count={waiting.length} /> : null}
      {queue.length === 0 ? <Notice id='outbox-empty' lamp='run' title={t('empty')} detail={t('empty_detail')} /> : null}
      <Told told={told} />
      {queue.map((work) => {
        if (work.refusal) return <RefusedCard key={work.key} work={work} refusal={work.refusal} now={now} />;
        return standsAside(work) ? <MediaRefusedCard key={work.key} work={work} now={now} /> : null;
      })}
      {waiting.map((work) => (
        <WaitingCard key={work.key} work={work} now={now} />
      ))}
      {asides.length > 0 ? <View className='note gap-top'>{t('asides')}</View> : null}
      {asides.map((report) => (
        <AsideCard key={report.id} report={report} now={now} />
      ))}
      {others > 0 ? <View className='note'>{t('other_people', { count: others })}</View> : null}
    </Page>
  );
}

function Waiting({ count }: { readonly count: number }) {
  const t = useOutboxText();
  const used = useUsedShare(count);
  const percent = Math.round(used * 100);
  return (
    <LampCard lamp='wait' id='outbox-waiting'>
      <View className='strong'>{t('waiting', { count })}</View>
      <View className='note'>{t('waiting_detail')}</View>
      <View className='gap-top-small'>
        <Track parts={[{ share: used, tone: 'wait' }]} />
      </View>
      <View className='note gap-top-small'>{used >= FULL_AT ? t('space_full', { percent }) : t('space', { percent })}</View>
    </LampCard>
  );
}
