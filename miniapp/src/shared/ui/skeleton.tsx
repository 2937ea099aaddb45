import { View } from '@tarojs/components';
import { useAfter } from '../time/use-after';
import { useUiText } from './texts';

const PATIENCE_MS = 200;

/** The shape of what is coming, drawn only when it takes long enough to be noticed: nothing flickers, nothing jumps. */
export function Skeleton({ cards, figures = false }: { readonly cards: number; readonly figures?: boolean }) {
  const t = useUiText();
  const shown = useAfter(PATIENCE_MS);
  if (!shown) return null;
  return (
    <View className='col' style={{ gap: '12px' }} role='status' aria-label={t('loading')}>
      {figures ? <View className='bone bone-figure' /> : null}
      {Array.from({ length: cards }, (_, at) => `card-${at}`).map((key) => (
        <View key={key} className='bone bone-card' />
      ))}
    </View>
  );
}
