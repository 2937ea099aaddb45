import type { AlertDto } from '@contracts/api/alerts';
import type { InspectionDto } from '@contracts/api/quality';
import type { UnplacedReportDto } from '@contracts/api/reporting';
import type { OrderChangeDto } from '@contracts/api/workorders';
import { useDidShow } from '@tarojs/taro';
import { useCallback } from 'react';
import type { Answer } from '@/shared/request/failure';
import { type Remote, useRemote } from '@/shared/request/use-remote';
import { useAgain } from '@/shared/time/use-again';
import { loadAlerts, loadChanges, loadInspections, loadUnplaced } from '../api';

export type AlertsSeen = {
  readonly alerts: readonly AlertDto[];
  readonly changes: readonly OrderChangeDto[];
  readonly inspections: readonly InspectionDto[];
  /** Work that came too late and waits to be settled. */
  readonly unplaced: readonly UnplacedReportDto[];
};

/** The standing alerts with what their cards need beside them, asked for only when a card does. */
export function useAlerts(settlesUnplaced: boolean): Remote<AlertsSeen> {
  const remote = useRemote(useCallback(() => loadSeen(settlesUnplaced), [settlesUnplaced]));
  const { reload } = remote;
  useDidShow(() => void reload());
  useAgain(reload);
  return remote;
}

async function loadSeen(settlesUnplaced: boolean): Promise<Answer<AlertsSeen>> {
  const alerts = await loadAlerts();
  if (!alerts.ok) return alerts;
  const some = (rule: AlertDto['rule']) => alerts.value.items.some((alert) => alert.rule === rule);
  const changes = some('order_changed') ? await loadChanges() : nothing;
  const inspections = some('gate_waiting_long') ? await loadInspections() : nothing;
  const unplaced = settlesUnplaced ? await loadUnplaced() : nothing;
  if (!changes.ok) return changes;
  if (!inspections.ok) return inspections;
  if (!unplaced.ok) return unplaced;
  return {
    ok: true,
    value: {
      alerts: alerts.value.items,
      changes: changes.value.items,
      inspections: inspections.value.items,
      unplaced: unplaced.value.items,
    },
  };
}

const nothing = { ok: true, value: { items: [] } } as const;
