import { formatQuantity } from '@contracts/quantity';
import { View } from '@tarojs/components';
import { useState } from 'react';
import type { KeptMedia } from '@/shared/media/kept-media';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { WordsInput } from '@/shared/ui/words-input';
import { useOverProduction } from '../hooks/use-over-production';
import { useReportingText } from '../texts';

type AskOverProductionProps = {
  /** There may be several on a page. */
  readonly id: string;
  readonly operationId: string;
  /** How much more than the order allows, ten-thousandths of the unit. */
  readonly over: number;
  readonly unit?: string;
  /** What is attached to the report; it goes with the request too. */
  readonly media: readonly KeptMedia[];
  /** A decision is on its way. */
  readonly onAsked?: () => void;
};

/** Asks for what the order does not allow (B-1.2): how much, and why, for somebody else to decide. */
export function AskOverProduction({ id, operationId, over, unit, media, onAsked }: AskOverProductionProps) {
  const t = useReportingText();
  const [reason, setReason] = useState<string | null>(null);
  // What was asked for, so that another figure can be asked for and this one cannot be asked for twice.
  const [asked, setAsked] = useState<number | null>(null);
  const { told, ask } = useOverProduction(operationId);
  const qty = formatQuantity(over);
  const what = unit ? t('over_qty', { qty, unit }) : qty;
  const words = reason?.trim() ?? '';
  const send = async () => {
    if (words && (await ask({ qty, reason: words }, media, what))) {
      setAsked(over);
      setReason(null);
      onAsked?.();
    }
  };
  const waits = asked === over;
  return (
    <View className='gap-top-small'>
      {told ? <Notice id={`${id}-told`} lamp={told.lamp} title={told.title} detail={told.detail} /> : null}
      {waits || reason !== null ? null : (
        <Button id={`ask-${id}`} kind='side' small onPress={() => setReason('')}>
          {t('over_ask', { what })}
        </Button>
      )}
      {waits || reason === null ? null : (
        <>
          <WordsInput id={`${id}-reason`} value={reason} placeholder={t('over_reason')} onChange={setReason} />
          <View className='actions'>
            <Button kind='quiet' small onPress={() => setReason(null)}>
              {t('over_never_mind')}
            </Button>
            <Button id={`send-${id}`} kind='side' small wide onPress={send}>
              {words ? t('over_ask', { what }) : t('over_needs_reason')}
            </Button>
          </View>
        </>
      )}
    </View>
  );
}
