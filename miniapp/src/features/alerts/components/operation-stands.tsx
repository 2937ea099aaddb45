import type { OperationDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';
import { Text, View } from '@tarojs/components';
import { lasted } from '@/shared/time/show-time';
import { LampWord } from '@/shared/ui/lamp';
import { useUiText } from '@/shared/ui/texts';
import { Track } from '@/shared/ui/track';
import type { HoldingUp } from '../holding-up';
import { useAlertText } from '../texts';

type OperationStandsProps = { readonly operation: OperationDto; readonly held: HoldingUp | null; readonly now: Date };

/** How far one operation is; of the one that holds the order up also why, with whom and for how long. */
export function OperationStands({ operation, held, now }: OperationStandsProps) {
  const t = useAlertText();
  const ui = useUiText();
  const target = Math.max(1, parseQuantity(operation.targetQty) ?? 0);
  const share = (qty: string) => (parseQuantity(qty) ?? 0) / target;
  const why = () => {
    if (!held) return '';
    const since = held.since ? lasted(held.since, now) : '';
    return t(`op_${held.why}`, { lasted: since, ready: operation.readyQty });
  };
  const names = held?.people.map(({ name }) => name).join(ui('list_joined'));
  return (
    <View className='gap-top-small'>
      <View className='row'>
        <Text className='note'>{operation.name}</Text>
        <Text className='note'>{t('op_progress', { good: operation.goodQty, target: operation.targetQty })}</Text>
      </View>
      <Track
        parts={[
          { share: share(operation.goodQty), tone: 'run' },
          { share: share(operation.scrapQty), tone: 'stop' },
        ]}
      />
      {held ? (
        <View className='note'>
          <LampWord lamp={held.why === 'running' ? 'run' : held.why === 'first_article_failed' ? 'stop' : 'wait'}>
            {[t('stands_at', { operation: operation.name }), why(), names].filter(Boolean).join(' · ')}
          </LampWord>
        </View>
      ) : null}
    </View>
  );
}
