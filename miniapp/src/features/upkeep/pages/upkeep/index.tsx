import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { explain } from '@/shared/request/explain';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useRemote } from '@/shared/request/use-remote';
import { useAgain } from '@/shared/time/use-again';
import { useNow } from '@/shared/time/use-now';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { loadGivenUp, tryAgain } from '../../api';
import { GivenUpCard } from '../../components/given-up-card';
import { JournalCheck } from '../../components/journal-check';
import { useUpkeepText } from '../../texts';

/** What keeps the product honest, for who looks after it: what should have followed and did not, and whether the journal is as it was. */
export default function UpkeepPage() {
  return useSignedIn() ? <Upkeep /> : null;
}

function Upkeep() {
  const t = useUpkeepText();
  const ui = useUiText();
  const now = useNow();
  const { value, failure, reload } = useRemote(loadGivenUp);
  const { told, press } = useOnlinePress(reload);
  useDidShow(() => void reload());
  useAgain(reload);
  const again = (entryId: string) =>
    press(
      entryId,
      (key) => tryAgain(entryId, key),
      ({ changed }) =>
        changed
          ? { lamp: 'run', title: t('again_done'), detail: t('again_done_detail') }
          : { lamp: 'idle', title: t('again_already'), detail: t('again_done_detail') },
    );
  return (
    <Page title={t('title')} side={value?.total ? <Text>{t('stuck', { count: value.total })}</Text> : null}>
      <Told told={told} />
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {value?.total === 0 ? <Notice id='nothing-stuck' lamp='run' title={t('nothing')} detail={t('nothing_detail')} /> : null}
      {value?.total ? <Notice id='given-up' lamp='stop' title={t('given_up')} detail={t('given_up_detail')} /> : null}
      {value?.items.map((entry) => (
        <GivenUpCard key={entry.entryId} entry={entry} now={now} onAgain={() => again(entry.entryId)} />
      ))}
      {value && value.total > value.items.length ? (
        <View className='note'>{t('more', { shown: value.items.length, total: value.total })}</View>
      ) : null}
      {!value && !failure ? <Skeleton cards={2} /> : null}
      <JournalCheck />
    </Page>
  );
}
