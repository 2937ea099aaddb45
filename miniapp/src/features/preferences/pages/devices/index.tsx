import { useDidShow } from '@tarojs/taro';
import { useState } from 'react';
import { leaveAfter } from '@/shared/auth/come-in';
import { useSignedIn } from '@/shared/auth/use-signed-in';
import { explain } from '@/shared/request/explain';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { useRemote } from '@/shared/request/use-remote';
import { useNow } from '@/shared/time/use-now';
import { Button } from '@/shared/ui/button';
import { Notice } from '@/shared/ui/notice';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';
import { useUiText } from '@/shared/ui/texts';
import { Told } from '@/shared/ui/told';
import { endAllDevices, endDevice, loadDevices } from '../../api';
import { DeviceCard } from '../../components/device-card';
import { usePreferencesText } from '../../texts';

/** Where I am signed in, to end what I have lost or left open. */
export default function DevicesPage() {
  return useSignedIn() ? <Devices /> : null;
}

function Devices() {
  const t = usePreferencesText();
  const ui = useUiText();
  const now = useNow();
  const { value, failure, reload } = useRemote(loadDevices);
  const { told, press } = useOnlinePress(reload);
  const [asked, setAsked] = useState(false);
  useDidShow(() => void reload());
  const count = value?.items.length ?? 0;
  const endAll = async () => {
    const ended = await press('all', endAllDevices, () => null);
    if (ended) await leaveAfter();
  };
  return (
    <Page
      title={t('devices')}
      foot={
        count > 0 ? (
          <Button kind={asked ? 'main' : 'side'} wide id='end-all' onPress={() => (asked ? endAll() : setAsked(true))}>
            {t(`devices_${asked ? 'really_end' : 'end'}_${count === 1 ? 'this' : 'all'}`, { count })}
          </Button>
        ) : null
      }
    >
      <Told told={told} />
      {asked ? <Notice lamp='wait' title={t('devices_end_all_title')} detail={t('devices_end_all_detail')} /> : null}
      {failure ? <Notice lamp='wait' {...explain(failure)} action={{ text: ui('try_again'), onPress: reload }} /> : null}
      {value?.items.map((device) => (
        <DeviceCard
          key={device.id}
          device={device}
          now={now}
          onEnd={({ id, deviceName }) =>
            press(
              id,
              (key) => endDevice(id, key),
              () => ({
                lamp: 'run',
                title: t('device_ended', { name: deviceName ?? t('device_unnamed') }),
                detail: t('device_ended_detail'),
              }),
            )
          }
        />
      ))}
      {!value && !failure ? <Skeleton cards={2} /> : null}
    </Page>
  );
}
