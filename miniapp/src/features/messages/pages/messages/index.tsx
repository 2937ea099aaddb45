import { Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useCallback, useState } from 'react';
import { RoleBar } from '@/features/home/components/role-bar';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { open } from '@/shared/navigation';
import { explain } from '@/shared/request/explain';
import { useRemote } from '@/shared/request/use-remote';
import { useAgain } from '@/shared/time/use-again';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { WordsInput } from '@/shared/ui/words-input';
import { countGivenUp, type LedgerFilter, loadMessages } from '../../api';
import { MessageCard } from '../../components/message-card';
import { StateChips } from '../../components/state-chips';
import { useMessageText } from '../../texts';

const FIRST = 30;
/** As many as the server gives at once. */
const MOST = 100;

/** Who was sent what by WeCom, and what became of it: the answer to 「我怎么没收到」. */
export default function MessagesPage() {
  return useSignedIn() ? <Messages /> : null;
}

function Messages() {
  const t = useMessageText();
  const ui = useUiText();
  const now = useNow();
  const [filter, setFilter] = useState<LedgerFilter>({ person: '', state: null, limit: FIRST });
  const { value, failure, reload } = useRemote(useCallback(() => loadMessages(filter), [filter]));
  const givenUp = useRemote(countGivenUp);
  useDidShow(() => void reload());
  useAgain(reload);
  const { person, state, limit } = filter;
  return (
    <Page
      title={t('title')}
      back={false}
      side={value ? <Text>{t('failed', { count: value.lately.failed })}</Text> : null}
      foot={<RoleBar here='messages' />}
    >
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {givenUp.value?.total ? (
        <Notice
          id='given-up'
          lamp='stop'
          title={t('given_up', { count: givenUp.value.total })}
          detail={t('given_up_detail')}
          action={{ text: t('given_up_look'), onPress: () => open('upkeep') }}
        />
      ) : null}
      {value?.stuck ? (
        <Notice
          id='stuck'
          lamp='stop'
          title={t('stuck', { count: value.stuck.waiting })}
          detail={[t(`reason_${value.stuck.reason}`), value.stuck.errcode === null ? null : t('errcode', { errcode: value.stuck.errcode })]
            .filter(Boolean)
            .join(' · ')}
        />
      ) : null}
      <View className='card'>
        <View className='note'>{t('lately')}</View>
        <WordsInput
          id='search-person'
          focus={false}
          value={person}
          placeholder={t('search')}
          onChange={(words) => setFilter({ ...filter, person: words, limit: FIRST })}
        />
        <StateChips
          chosen={state}
          counts={value?.lately ?? null}
          onChoose={(chosen) => setFilter({ ...filter, state: chosen, limit: FIRST })}
        />
      </View>
      {value?.items.map((message) => (
        <MessageCard key={message.id} message={message} now={now} />
      ))}
      {value?.items.length === 0 ? (
        <Notice id='no-messages' lamp='idle' title={t(person || state ? 'none_such' : 'none')} detail={t('none_detail')} />
      ) : null}
      {value?.nextAfter && limit < MOST ? (
        <Button kind='quiet' onPress={() => setFilter({ ...filter, limit: MOST })}>
          {t('more', { count: MOST })}
        </Button>
      ) : null}
      {value?.nextAfter && limit === MOST ? <View className='note gap-top'>{t('older')}</View> : null}
      {!value && !failure ? <Skeleton cards={4} /> : null}
      <Button kind='quiet' id='upkeep' onPress={() => open('upkeep')}>
        {t('upkeep')}
      </Button>
    </Page>
  );
}
