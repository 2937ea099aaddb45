import type { AlertDto } from '@contracts/api/alerts';
import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { LampCard, LampTag } from '@/shared/ui/lamp';
import { useAlertText } from '../texts';

type AlertFrameProps = {
  readonly alert: AlertDto;
  readonly personId: string;
  /** What happened, on the lamp. */
  readonly tag: string;
  readonly title: string;
  /** Evidence, then the next step. */
  readonly children: ReactNode;
};

/** What all alerts share: the lamp, whose it is, what it is about. */
export function AlertFrame({ alert, personId, tag, title, children }: AlertFrameProps) {
  const t = useAlertText();
  const { acknowledgedBy, owners } = alert;
  const whose = () => {
    if (acknowledgedBy) return acknowledgedBy.id === personId ? t('with_you') : t('with', { name: acknowledgedBy.name });
    return owners.some(({ id }) => id === personId) ? t('owner_you') : (owners[0]?.name ?? '');
  };
  return (
    <LampCard lamp={alert.lamp} id={`alert-${alert.id}`}>
      <View className='row'>
        <LampTag lamp={alert.lamp}>{tag}</LampTag>
        <Text className='note'>{whose()}</Text>
      </View>
      <View className='strong gap-top-small break'>{title}</View>
      {children}
    </LampCard>
  );
}
