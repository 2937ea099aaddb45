/** Every page there is, by the name that the app calls it. */
export const PAGES = {
  home: '/features/home/pages/home/index',
  myTasks: '/features/tasks/pages/my-tasks/index',
  task: '/features/tasks/pages/task/index',
  report: '/features/reporting/pages/report/index',
  result: '/features/reporting/pages/result/index',
  outbox: '/features/outbox/pages/outbox/index',
  inspections: '/features/quality/pages/inspections/index',
  alerts: '/features/alerts/pages/alerts/index',
  team: '/features/team/pages/team/index',
  approvals: '/features/approvals/pages/approvals/index',
  approval: '/features/approvals/pages/approval/index',
  records: '/features/records/pages/records/index',
  messages: '/features/messages/pages/messages/index',
  myPay: '/features/pay/pages/my-pay/index',
  signIn: '/features/sign-in/pages/sign-in/index',
  preferences: '/features/preferences/pages/preferences/index',
  devices: '/features/preferences/pages/devices/index',
  people: '/features/people/pages/people/index',
  person: '/features/people/pages/person/index',
  // The planner's desk: web only.
  orders: '/features/orders/pages/board/index',
  order: '/features/orders/pages/order/index',
  dispatch: '/features/orders/pages/dispatch/index',
  orderChanges: '/features/orders/pages/changes/index',
  importOrders: '/features/orders/pages/import/index',
} as const;
export type PageName = keyof typeof PAGES;
