import { View } from '@tarojs/components';
import { Pressable } from '@/shared/ui/pressable';
import type { KeypadKey } from '../report-draft';
import { useReportingText } from '../texts';
import './keypad.css';

const WHOLE: readonly KeypadKey[] = ['1', '2', '3', 'back', '4', '5', '6', 'clear', '7', '8', '9', '0'];
const WITH_POINT: readonly KeypadKey[] = ['1', '2', '3', 'back', '4', '5', '6', '.', '7', '8', '9', '0'];

/** Large keys of our own: the phone's keyboard hides half the page and is too small for a glove. */
export function Keypad({ decimals, onKey }: { readonly decimals: number; readonly onKey: (key: KeypadKey) => void }) {
  const t = useReportingText();
  const face = (key: KeypadKey) => (key === 'back' ? '⌫' : key === 'clear' ? t('key_clear') : key);
  return (
    <View className='keypad push-down'>
      {(decimals > 0 ? WITH_POINT : WHOLE).map((key) => (
        <Pressable
          key={key}
          repeats
          id={`key-${key}`}
          className={`key${key === 'back' || key === 'clear' ? ' key-side' : ''}`}
          {...(key === 'back' ? { label: t('key_back') } : {})}
          onPress={() => onKey(key)}
        >
          {face(key)}
        </Pressable>
      ))}
    </View>
  );
}
