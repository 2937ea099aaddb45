import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { Button } from './button';
import { type Lamp, LampCard } from './lamp';

type NoticeProps = {
  readonly lamp: Lamp;
  readonly title: string;
  /** What was kept and what to do. */
  readonly detail?: string;
  readonly action?: { readonly text: string; readonly onPress: () => unknown };
  readonly children?: ReactNode;
  readonly id?: string;
};

/** Something the person should know, in the place where the eye is: what happened, what was kept, what to do. */
export function Notice({ lamp, title, detail, action, children, id }: NoticeProps) {
  return (
    <LampCard lamp={lamp} id={id}>
      <View role={lamp === 'stop' ? 'alert' : 'status'}>
        <View className='strong'>{title}</View>
        {detail ? <View className='note gap-top-small'>{detail}</View> : null}
      </View>
      {children}
      {action ? (
        <View className='actions'>
          <Button kind='quiet' small onPress={action.onPress}>
            {action.text}
          </Button>
        </View>
      ) : null}
    </LampCard>
  );
}
