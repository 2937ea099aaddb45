import { View } from '@tarojs/components';
import { factOf } from '../alert-facts';
import { useAlertText } from '../texts';
import { AlertFrame } from './alert-frame';
import type { AlertCardProps } from './late-alert';
import { TakeButton } from './take-button';

/** Work on which no price was valid. */
export function RateAlert({ alert, personId, steps }: AlertCardProps) {
  const t = useAlertText();
  return (
    <AlertFrame
      alert={alert}
      personId={personId}
      tag={t('tag_rate_missing')}
      title={`${factOf(alert, 'itemCode')} · ${factOf(alert, 'operationName')}`}
    >
      <View className='note'>{t('rate', { fromDate: factOf(alert, 'fromDate') })}</View>
      <View className='actions'>
        <TakeButton alert={alert} steps={steps} main />
      </View>
    </AlertFrame>
  );
}
