import { View } from '@tarojs/components';
import { useRef } from 'react';
import { useOnlinePress } from '@/shared/request/use-online-press';
import { LampWord } from '@/shared/ui/lamp';
import { Pressable } from '@/shared/ui/pressable';
import { useUiText } from '@/shared/ui/texts';
import { nudge } from '../api';
import { useTaskText } from '../texts';

/** Asks whoever holds the work to move, and says in its place what came of it. */
export function NudgeLink({ operationId }: { readonly operationId: string }) {
  const t = useTaskText();
  const ui = useUiText();
  const { told, press } = useOnlinePress(async () => undefined);
  const underWay = useRef(false);
  const ask = async () => {
    if (underWay.current) return;
    underWay.current = true;
    await press(
      operationId,
      (key) => nudge(operationId, key),
      ({ told: people }) => ({
        lamp: 'run',
        title: t('nudged', { names: people.map(({ name }) => name).join(ui('list_joined')) }),
        detail: '',
      }),
    ).finally(() => {
      underWay.current = false;
    });
  };
  return (
    <View>
      <Pressable id={`nudge-${operationId}`} className='link' onPress={() => void ask()}>
        {t('nudge')} ›
      </Pressable>
      {told ? (
        <View className='note' role='status'>
          <LampWord lamp={told.lamp}>{[told.title, told.detail].filter(Boolean).join(' · ')}</LampWord>
        </View>
      ) : null}
    </View>
  );
}
