/** Every permission there is, as `module.what`. A command or query names exactly one. */
export const PERMISSIONS = [
  'identity.read',
  'identity.manage_people',
  'identity.sign_out',
  'identity.revoke_sessions',
  'workorders.read',
  'workorders.manage_master',
  'workorders.create',
  'workorders.release',
  'workorders.dispatch',
  'workorders.change',
  'workorders.answer_change',
  'workorders.request_deletion',
  'workorders.delete',
  'workorders.close',
  'reporting.read',
  'reporting.start',
  'reporting.create',
  'reporting.correct',
  'reporting.correct_old',
  'reporting.request_over_production',
  'reporting.allow_over_production',
  'reporting.request_correction',
  'quality.read',
  'quality.request_inspection',
  'quality.inspect',
  'payroll.read_own',
  'payroll.read_all',
  'payroll.manage_rates',
  'payroll.write_lines',
  'alerts.read',
  'alerts.acknowledge',
  'alerts.raise',
  'approvals.read',
  'approvals.decide',
  'approvals.request',
  'ops.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const ROLES = ['worker', 'leader', 'inspector', 'keeper', 'planner', 'manager', 'hr', 'it', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY: readonly Permission[] = [
  'identity.read',
  'identity.sign_out',
  'workorders.read',
  'reporting.read',
  'payroll.read_own',
  'quality.read',
];
const WORKS: readonly Permission[] = [
  'reporting.start',
  'reporting.create',
  'reporting.correct',
  'reporting.request_over_production',
  'reporting.request_correction',
  'quality.request_inspection',
];
const SEES_TROUBLE: readonly Permission[] = ['alerts.read', 'alerts.acknowledge', 'approvals.read'];

/**
 * Least privilege per role (product capability 53). `system` permissions (`payroll.write_lines`, `alerts.raise`, `workorders.delete`,
 * `reporting.allow_over_production`, `reporting.correct_old`) are given to no role: only a subscriber acting for the product itself has them.
 */
export const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  worker: [...EVERYBODY, ...WORKS],
  leader: [...EVERYBODY, ...WORKS, ...SEES_TROUBLE, 'workorders.dispatch', 'workorders.answer_change', 'approvals.decide'],
  inspector: [...EVERYBODY, 'quality.inspect', 'quality.request_inspection', 'alerts.read', 'alerts.acknowledge'],
  keeper: [...EVERYBODY],
  planner: [
    ...EVERYBODY,
    ...SEES_TROUBLE,
    'workorders.manage_master',
    'workorders.create',
    'workorders.release',
    'workorders.dispatch',
    'workorders.change',
    'workorders.request_deletion',
    'workorders.close',
  ],
  manager: [
    ...EVERYBODY,
    ...SEES_TROUBLE,
    'approvals.decide',
    'workorders.answer_change',
    'workorders.request_deletion',
    'workorders.close',
    'payroll.read_all',
  ],
  hr: [
    ...EVERYBODY,
    'alerts.read',
    'alerts.acknowledge',
    'identity.manage_people',
    'identity.revoke_sessions',
    'payroll.read_all',
    'payroll.manage_rates',
  ],
  it: [...EVERYBODY, 'identity.manage_people', 'identity.revoke_sessions', 'ops.read'],
  admin: [
    ...EVERYBODY,
    ...SEES_TROUBLE,
    'identity.manage_people',
    'identity.revoke_sessions',
    'workorders.manage_master',
    'workorders.create',
    'workorders.release',
    'workorders.dispatch',
    'workorders.change',
    'workorders.request_deletion',
    'workorders.close',
    'payroll.read_all',
    'payroll.manage_rates',
    'ops.read',
  ],
};
