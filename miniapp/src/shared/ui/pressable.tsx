import { View } from '@tarojs/components';
import type { PropsWithChildren } from 'react';
import { isDeliberate } from './deliberate-press';

type PressableProps = PropsWithChildren<{
  readonly onPress: () => void;
  readonly className?: string;
  /** What a screen reader says when the words inside do not say it. */
  readonly label?: string;
  /** For things that are on or off. */
  readonly pressed?: boolean;
  readonly busy?: boolean;
  /** Keys and counters, where two quick taps mean two. */
  readonly repeats?: boolean;
  readonly id?: string;
}>;

/** Whatever reacts to a finger. It is a view and not the platform's button, whose own looks differ from phone to phone. */
export function Pressable({ onPress, className = '', label, pressed, busy, repeats = false, id, children }: PressableProps) {
  // Attributes of the web, which the platform's types do not know and WeChat leaves out.
  const onTheWeb = { tabIndex: 0, 'aria-pressed': pressed, 'aria-busy': busy, 'aria-label': label };
  return (
    <View
      id={id}
      className={className}
      hoverClass='pressed'
      role='button'
      {...onTheWeb}
      onClick={() => (repeats || isDeliberate()) && onPress()}
    >
      {children}
    </View>
  );
}
