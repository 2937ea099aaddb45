import type { Permission } from '@contracts/permissions';
import { useDidShow } from '@tarojs/taro';
import { useEffect } from 'react';
import { useSession } from '@/shared/auth/session';
import type { Answer } from '@/shared/request/failure';
import { useRemote } from '@/shared/request/use-remote';
import { loadMe, loadOpenAlerts, loadOpenInspections, loadOpenUnplaced, loadPendingApprovals } from '../api';
import { type Room, roomsOf } from '../rooms';

const ASK_AGAIN_MS = 30_000;
const DESK_EXISTS = process.env.TARO_ENV !== 'weapp';

export type Counts = Partial<Record<Room, number>>;
type Rooms = { readonly permissions: readonly Permission[]; readonly rooms: readonly Room[]; readonly counts: Counts };

/** What the person may open, and how much waits for them there. `known` is what the page counts itself and need not be asked for again. */
export function useRooms(known: Counts): Rooms {
  const permissions = useRemote(loadMe, 'me').value?.permissions ?? [];
  const personId = useSession()?.person.id ?? '';
  const rooms = roomsOf(permissions, DESK_EXISTS);
  const asksFor = (room: Room) => rooms.includes(room) && !(room in known);
  const inspections = useCounted(asksFor('inspections') ? loadOpenInspections : nothing, 'count-inspections');
  const alerts = useCounted(asksFor('alerts') ? loadOpenAlerts : nothing, 'count-alerts');
  const settles = permissions.includes('reporting.resolve_unplaced');
  const unplaced = useCounted(asksFor('alerts') && settles ? loadOpenUnplaced : nothing, 'count-unplaced');
  const approvals = useCounted(asksFor('approvals') ? loadPendingApprovals : nothing, 'count-approvals');
  return {
    permissions,
    rooms,
    counts: {
      inspections: inspections?.length,
      alerts: alerts && alerts.length + (unplaced?.length ?? 0),
      approvals: approvals?.filter(({ approvers }) => approvers.some(({ id }) => id === personId)).length,
      ...known,
    },
  };
}

const nothing = async (): Promise<Answer<{ items: never[] }>> => ({ ok: true, value: { items: [] } });

function useCounted<T>(load: () => Promise<Answer<{ readonly items: readonly T[] }>>, keepAs: string): readonly T[] | undefined {
  const { value, reload } = useRemote(load, keepAs);
  useDidShow(() => void reload());
  useEffect(() => {
    const timer = setInterval(() => void reload(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return value?.items;
}
