import type { MessagePage, MessageState } from '@contracts/api/messages';
import { Text, View } from '@tarojs/components';
import { Pressable } from '@/shared/ui/pressable';
import { useMessageText } from '../texts';

/** Written out once more: the contract itself would bring its checks, which a phone does not need, into the package. */
const STATES: readonly MessageState[] = ['failed', 'waiting', 'sent', 'merged', 'dropped'];

type StateChipsProps = {
  readonly chosen: MessageState | null;
  readonly counts: MessagePage['lately'] | null;
  readonly onChoose: (state: MessageState | null) => void;
};

/** One state at a time, with how many of the last day are in it; pressed again, all. */
export function StateChips({ chosen, counts, onChoose }: StateChipsProps) {
  const t = useMessageText();
  return (
    <View className='chips gap-top'>
      {STATES.map((state) => (
        <Pressable
          key={state}
          id={`state-${state}`}
          className={`chip${chosen === state ? ' chip-chosen' : ''}`}
          pressed={chosen === state}
          onPress={() => onChoose(chosen === state ? null : state)}
        >
          <Text>{t('state_count', { state: t(`state_${state}`), count: counts?.[state] ?? '–' })}</Text>
        </Pressable>
      ))}
    </View>
  );
}
