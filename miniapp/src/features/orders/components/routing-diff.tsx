import type { WorkOrderDto } from '@contracts/api/workorders';
import { Notice } from '@/shared/ui/notice';
import type { Difference, RoutingDifference } from '../routing-difference';
import { useOrderText } from '../texts';

type RoutingDiffProps = {
  readonly order: WorkOrderDto;
  readonly difference: RoutingDifference;
  /** Absent for whoever may not re-plan. */
  readonly onReplan?: (() => void) | undefined;
};

/** The master has moved on since this order was frozen: in what, and what can be done about it (B-1.13). */
export function RoutingDiff({ order, difference, onReplan }: RoutingDiffProps) {
  const t = useOrderText();
  const words = (one: Difference): string => {
    const { kind, seq, name } = one;
    return 'gate' in one
      ? t(`diff_${one.kind}`, { seq, name, gate: t(`gate_${one.gate}`) })
      : t(kind === 'added' ? 'diff_added' : 'diff_removed', { seq, name });
  };
  return (
    <Notice
      id='routing-diff'
      lamp='note'
      title={t('routing_newer', { latest: difference.latest, version: order.routingVersion })}
      {...(onReplan ? { action: { text: t('replan_it'), onPress: onReplan } } : {})}
    >
      {difference.differences.length === 0 ? <div className='note gap-top-small'>{t('diff_none')}</div> : null}
      {difference.differences.map((one) => (
        <div key={`${one.kind}/${one.seq}/${one.name}/${'gate' in one ? one.gate : ''}`} className='note gap-top-small'>
          {words(one)}
        </div>
      ))}
    </Notice>
  );
}
