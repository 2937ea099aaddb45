import { parseQuantity } from '@contracts/quantity';
import { View } from '@tarojs/components';
import { open } from '@/shared/navigation';
import { Button } from '@/shared/ui/button';
import { Track } from '@/shared/ui/track';
import { factOf, subjectIdOf } from '../alert-facts';
import { useAlertText } from '../texts';
import { AlertFrame } from './alert-frame';
import type { AlertCardProps } from './late-alert';
import { TakeButton } from './take-button';

/** More scrap than the factory allows at one operation. */
export function ScrapAlert({ alert, personId, steps }: AlertCardProps) {
  const t = useAlertText();
  const [good, scrap] = [factOf(alert, 'goodQty'), factOf(alert, 'scrapQty')];
  const made = Math.max(1, (parseQuantity(good) ?? 0) + (parseQuantity(scrap) ?? 0));
  return (
    <AlertFrame
      alert={alert}
      personId={personId}
      tag={t('tag_scrap_rate_high', { rate: factOf(alert, 'scrapRate') })}
      title={`${factOf(alert, 'orderNo')} ${factOf(alert, 'itemName')} · ${factOf(alert, 'operationName')}`}
    >
      <View className='gap-top-small'>
        <Track
          parts={[
            { share: (parseQuantity(good) ?? 0) / made, tone: 'run' },
            { share: (parseQuantity(scrap) ?? 0) / made, tone: 'stop' },
          ]}
        />
      </View>
      <View className='note gap-top-small'>{t('scrap', { good, scrap, limit: factOf(alert, 'limit') })}</View>
      <View className='actions'>
        <Button id={`records-${alert.id}`} kind='quiet' small onPress={() => open('records', { operationId: subjectIdOf(alert) })}>
          {t('records')}
        </Button>
        <TakeButton alert={alert} steps={steps} main />
      </View>
    </AlertFrame>
  );
}
