import { Text, View } from '@tarojs/components';
import type { ReactNode } from 'react';
import { goBack } from '../navigation';
import { barInsets } from './bar-insets';
import { Pressable } from './pressable';
import { useUiText } from './texts';

export function Bar({ title, side, back }: { readonly title: string; readonly side?: ReactNode; readonly back: boolean }) {
  const t = useUiText();
  return (
    <View className='bar page-column' style={barInsets()}>
      <View className='bar-lead'>
        {back ? (
          <Pressable className='bar-back' label={t('back')} onPress={goBack}>
            <Text>‹</Text>
          </Pressable>
        ) : null}
        <View className='bar-title' role='heading' aria-level={1}>
          {title}
        </View>
      </View>
      {side ? <View className='bar-side'>{side}</View> : null}
    </View>
  );
}
