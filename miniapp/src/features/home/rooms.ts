import type { Permission } from '@contracts/permissions';
import type { PageName } from '@/shared/navigation';

/** The rooms of the bar at the foot, in the order in which they stand there. `mine` is the way to one's own tasks and settings. */
export const ROOMS = ['inspections', 'alerts', 'team', 'orders', 'approvals', 'people', 'importOrders', 'messages', 'mine'] as const;
export type Room = (typeof ROOMS)[number];

const NEEDED: Readonly<Record<Exclude<Room, 'mine'>, Permission>> = {
  inspections: 'quality.inspect',
  alerts: 'alerts.read',
  team: 'workorders.dispatch',
  orders: 'approvals.read',
  approvals: 'approvals.read',
  messages: 'ops.read',
  people: 'identity.manage_people',
  importOrders: 'payroll.manage_rates',
};

/** The rooms of somebody with these permissions; none for who has only their own work, and needs no bar to get there. */
export function roomsOf(permissions: readonly Permission[], deskExists: boolean): readonly Room[] {
  const may = (room: Room) => room === 'mine' || permissions.includes(NEEDED[room]);
  // Whoever has the orders finds prices and Excel beside them.
  const rooms = ROOMS.filter((room) => may(room) && (room !== 'importOrders' || !may('orders'))).filter(
    (room) => deskExists || (room !== 'orders' && room !== 'importOrders'),
  );
  return rooms.length > 1 ? rooms : [];
}

/** What a room opens. Who does no work of their own has only their settings there. */
export function pageOf(room: Room, permissions: readonly Permission[]): PageName {
  if (room !== 'mine') return room;
  return permissions.includes('reporting.start') ? 'myTasks' : 'preferences';
}
