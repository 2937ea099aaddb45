import { View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useObservable } from '../observable';
import { usePreferences } from '../preferences/preferences';
import { systemTheme } from '../preferences/system-theme';
import { Bar } from './bar';
import { paintShell } from './shell';

type PageProps = {
  readonly title: string;
  /** Beside the title: where one is, and the lamp of the connection. */
  readonly side?: ReactNode;
  /** First pages have no way back. */
  readonly back?: boolean;
  readonly middle?: boolean;
  /** The actions, in the thumb's reach. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
};

/** The frame of every page: colours and text size of the person, bar, content, actions. */
export function Page({ title, side, back = true, middle = false, foot, children }: PageProps) {
  const { theme, textScale } = usePreferences();
  const ofSystem = useObservable(systemTheme);
  const shown = theme === 'system' ? ofSystem : theme;
  useEffect(() => paintShell(shown), [shown]);
  return (
    <View className={`page theme-${shown}`} style={{ '--u': textUnit(textScale) } as Record<string, string>}>
      <Bar title={title} side={side} back={back} />
      <View className={`body page-column${middle ? ' body-middle' : ''}`}>{children}</View>
      {foot ? (
        <View className='foot'>
          <View className='foot-inner page-column'>{foot}</View>
        </View>
      ) : null}
    </View>
  );
}

/** A browser has a text size of its own, kept in `rem`; WeChat has none that styles can see. */
function textUnit(scale: number): string {
  return process.env.TARO_ENV === 'weapp' ? `${scale}px` : `${scale / 16}rem`;
}
