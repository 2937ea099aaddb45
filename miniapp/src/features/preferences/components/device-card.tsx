import type { SignedInDeviceDto } from '@contracts/api/identity';
import { Text, View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { Button } from '@/shared/ui/button';
import { LampTag } from '@/shared/ui/lamp';
import { usePreferencesText } from '../texts';

type DeviceCardProps = {
  readonly device: SignedInDeviceDto;
  readonly now: Date;
  readonly onEnd: (device: SignedInDeviceDto) => Promise<unknown>;
};

const WAYS = ['wechat', 'wecom', 'invitation', 'demo'] as const;

/** A device that I am signed in on: which, since when, when it was last used. */
export function DeviceCard({ device, now, onEnd }: DeviceCardProps) {
  const t = usePreferencesText();
  const way = WAYS.find((one) => one === device.way);
  return (
    <View className='card' id={`device-${device.id}`}>
      <View className='row'>
        <Text className='strong break'>{device.deviceName ?? t('device_unnamed')}</Text>
        {device.current ? <LampTag lamp='run'>{t('device_this')}</LampTag> : null}
      </View>
      <View className='note'>
        {t('device_since', { at: shortMoment(device.startedAt, now), way: way ? t(`way_${way}`) : t('way_unknown') })}
      </View>
      <View className='note'>{t('device_used', { at: shortMoment(device.lastUsedAt, now) })}</View>
      {device.current ? null : (
        <View className='actions'>
          <Button kind='quiet' small onPress={() => onEnd(device)}>
            {t('device_end')}
          </Button>
        </View>
      )}
    </View>
  );
}
