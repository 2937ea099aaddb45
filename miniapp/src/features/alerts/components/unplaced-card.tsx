import type { UnplacedReportDto } from '@contracts/api/reporting';
import { Text, View } from '@tarojs/components';
import { useState } from 'react';
import { MediaShown } from '@/shared/media/components/media-shown';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { WordsInput } from '@/shared/ui/words-input';
import { useAlertText } from '../texts';

type UnplacedCardProps = {
  readonly report: UnplacedReportDto;
  readonly now: Date;
  readonly onSettle: (resolution: string) => Promise<unknown>;
};

/** Work that came when its order was over: who made what when, why it was set aside, and a line that settles it (B-11.5). */
export function UnplacedCard({ report, now, onSettle }: UnplacedCardProps) {
  const t = useAlertText();
  const [writing, setWriting] = useState(false);
  const [words, setWords] = useState('');
  const { id, person, goodQty, scrapQty, reworkQty, because } = report;
  const said = words.trim();
  const why = () => {
    const since = because.since ? shortMoment(because.since, now) : '';
    const { status } = because;
    if (status === 'closed' || status === 'deleted') return t(`unplaced_because_${status}`, { since });
    if (status === 'cancelled' || status === 'on_hold') {
      return t(`unplaced_because_${status}`, { since, name: because.by?.name ?? '', reason: because.reason ?? '' });
    }
    return t('unplaced_because_unknown');
  };
  return (
    <LampCard lamp='wait' id={`unplaced-${id}`}>
      <View className='row'>
        <LampTag lamp='wait'>{t('unplaced_tag')}</LampTag>
        <Text className='note'>{report.reportNo}</Text>
      </View>
      <View className='strong gap-top-small break'>
        {t('unplaced_what', { name: person.name, good: goodQty, scrap: scrapQty })}
        {reworkQty === '0' ? '' : t('unplaced_rework', { qty: reworkQty })}
      </View>
      <View className='break'>
        {report.orderNo} {report.itemName} · {report.operationName}
      </View>
      <View className='note'>
        {t('unplaced_when', { at: shortMoment(report.occurredAt, now), received: shortMoment(report.receivedAt, now) })}
      </View>
      <View className='note break'>{why()}</View>
      <View className='note'>{t('unplaced_note', { name: person.name })}</View>
      <MediaShown media={report.media} />
      {writing ? <WordsInput id={`resolution-${id}`} value={words} placeholder={t('unplaced_placeholder')} onChange={setWords} /> : null}
      <View className='actions'>
        {writing ? (
          <>
            <Button kind='quiet' small onPress={() => setWriting(false)}>
              {t('never_mind')}
            </Button>
            <Button id={`settle-${id}`} kind='side' small wide onPress={() => (said ? onSettle(said) : undefined)}>
              {said ? t('unplaced_send', { words: said }) : t('needs_words')}
            </Button>
          </>
        ) : (
          <Button id={`settle-${id}`} kind='side' small wide onPress={() => setWriting(true)}>
            {t('unplaced_settle')}
          </Button>
        )}
      </View>
    </LampCard>
  );
}
