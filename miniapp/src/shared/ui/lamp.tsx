import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';

/** The lamp every workshop knows. Never colour alone: each has its shape and stands beside its word. */
export type Lamp = 'run' | 'wait' | 'stop' | 'note' | 'idle';

const SHAPES: Readonly<Record<Lamp, string>> = { run: '●', wait: '◆', stop: '■', note: '▲', idle: '○' };

export function LampTag({ lamp, children }: { readonly lamp: Lamp; readonly children: ReactNode }) {
  return (
    <View className={`tag tag-${lamp}`}>
      <Text className='shape'>{SHAPES[lamp]}</Text>
      <Text>{children}</Text>
    </View>
  );
}

/** The lamp within a line of text. */
export function LampWord({ lamp, children }: { readonly lamp: Lamp; readonly children: ReactNode }) {
  return (
    <Text className={`text-${lamp}`}>
      {SHAPES[lamp]} {children}
    </Text>
  );
}

/** A card with the lamp on its edge. */
export function LampCard({ lamp, children, id }: { readonly lamp: Lamp; readonly children: ReactNode; readonly id?: string }) {
  return (
    <View id={id} className={`card lamp-edge edge-${lamp}`}>
      {children}
    </View>
  );
}
