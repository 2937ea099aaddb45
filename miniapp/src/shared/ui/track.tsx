import { View } from '@tarojs/components';

export type TrackPart = { readonly share: number; readonly tone: 'run' | 'stop' | 'wait' | 'soft' };

/** Shares of a whole side by side, 0 to 1 each. The figures stand in words beside it, so it says nothing to a screen reader. */
export function Track({ parts }: { readonly parts: readonly TrackPart[] }) {
  return (
    <View className='track' aria-hidden>
      {parts
        .filter(({ share }) => share > 0)
        .map(({ share, tone }) => (
          <View key={tone} className={`track-part track-${tone}`} style={{ width: `${Math.min(1, share) * 100}%` }} />
        ))}
    </View>
  );
}
