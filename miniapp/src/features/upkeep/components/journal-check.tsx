import type { CheckedJournal } from '@contracts/api/ops';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { explain } from '@/shared/request/explain';
import type { Failure } from '@/shared/request/failure';
import { shortMoment } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { checkJournal } from '../api';
import { useUpkeepText } from '../texts';

type Link = CheckedJournal['items'][number];
type Findings = {
  readonly links: number;
  readonly entries: number;
  readonly broken: readonly Link[];
  readonly last: Link | null;
  readonly unsealed: number;
};
const NOTHING: Findings = { links: 0, entries: 0, broken: [], last: null, unsealed: 0 };

/** More than this many lines wait for their seal only when the clockwork stands still. */
const USUALLY_UNSEALED = 5_000;

/** Holds the whole journal to its seals, step by step, and says what came out. */
export function JournalCheck() {
  const t = useUpkeepText();
  const now = useNow();
  const [found, setFound] = useState<Findings | null>(null);
  const [done, setDone] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const check = async () => {
    setDone(false);
    setFailure(null);
    let sum = NOTHING;
    for (let after: number | null = 0; after !== null; ) {
      setFound(sum);
      const answer = await checkJournal(after);
      if (!answer.ok) {
        setFailure(answer.failure);
        return;
      }
      sum = added(sum, answer.value);
      after = answer.value.next;
    }
    setFound(sum);
    setDone(true);
  };

  return (
    <View className='card' id='journal'>
      <View className='strong'>{t('journal')}</View>
      <View className='note'>{t('journal_detail')}</View>
      <View className='actions'>
        <Button kind='quiet' small id='check-journal' onPress={check}>
          {t('check')}
        </Button>
      </View>
      {found && !done && !failure ? (
        <View className='note' role='status'>
          {t('checking', { count: found.links })}
        </View>
      ) : null}
      {failure ? <Notice lamp='wait' {...explain(failure)} /> : null}
      {found?.broken.map((link) => (
        <Notice
          key={link.number}
          lamp='stop'
          title={t('broken', { number: link.number })}
          detail={t('broken_detail', { at: shortMoment(link.at, now), entries: link.entries, found: link.found })}
        />
      ))}
      {found && done ? <Outcome found={found} /> : null}
    </View>
  );
}

function Outcome({ found: { links, entries, broken, last, unsealed } }: { readonly found: Findings }) {
  const t = useUpkeepText();
  const young = unsealed > 0 ? t('young', { count: unsealed }) : '';
  return (
    <>
      {last && broken.length === 0 ? (
        <Notice id='intact' lamp='run' title={t('intact', { links, entries })} detail={`${t('head', { hash: last.hash })} ${young}`} />
      ) : null}
      {!last ? <Notice lamp='idle' title={t('no_seal')} detail={t('no_seal_detail')} /> : null}
      {unsealed > USUALLY_UNSEALED ? <Notice lamp='wait' title={t('unsealed', { count: unsealed })} detail={t('unsealed_detail')} /> : null}
    </>
  );
}

function added({ links, entries, broken, last }: Findings, { items, unsealed }: CheckedJournal): Findings {
  return {
    links: links + items.length,
    entries: entries + items.reduce((sum, link) => sum + link.found, 0),
    broken: [...broken, ...items.filter(({ holds }) => !holds)],
    last: items.at(-1) ?? last,
    unsealed,
  };
}
