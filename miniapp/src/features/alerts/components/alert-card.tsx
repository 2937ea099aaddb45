import type { InspectionDto } from '@contracts/api/quality';
import type { OrderChangeDto } from '@contracts/api/workorders';
import { subjectIdOf } from '../alert-facts';
import { ChangeAlert } from './change-alert';
import { GateAlert } from './gate-alert';
import { type AlertCardProps, LateAlert } from './late-alert';
import { RateAlert } from './rate-alert';
import { ScrapAlert } from './scrap-alert';

type Props = AlertCardProps & { readonly changes: readonly OrderChangeDto[]; readonly inspections: readonly InspectionDto[] };

/** One alert: what happened, the evidence, the next step. Each rule has its own. */
export function AlertCard({ changes, inspections, ...card }: Props) {
  const subjectId = subjectIdOf(card.alert);
  switch (card.alert.rule) {
    case 'operation_late':
      return <LateAlert {...card} />;
    case 'scrap_rate_high':
      return <ScrapAlert {...card} />;
    case 'gate_waiting_long':
      return <GateAlert {...card} inspection={inspections.find(({ id }) => id === subjectId)} />;
    case 'order_changed':
      return <ChangeAlert {...card} change={changes.find(({ id }) => id === subjectId)} />;
    case 'rate_missing':
      return <RateAlert {...card} />;
  }
}
