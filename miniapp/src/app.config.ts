const forWeb = process.env.TARO_ENV === 'h5';

const DESK_PAGES = [
  'features/orders/pages/board/index',
  'features/orders/pages/order/index',
  'features/orders/pages/dispatch/index',
  'features/orders/pages/changes/index',
  'features/orders/pages/import/index',
];

export default defineAppConfig({
  pages: [
    'features/home/pages/home/index',
    'features/tasks/pages/my-tasks/index',
    'features/tasks/pages/task/index',
    'features/reporting/pages/report/index',
    'features/reporting/pages/result/index',
    'features/outbox/pages/outbox/index',
    'features/quality/pages/inspections/index',
    'features/pay/pages/my-pay/index',
    'features/sign-in/pages/sign-in/index',
    'features/preferences/pages/preferences/index',
    'features/preferences/pages/devices/index',
    // The planner's desk is for a wide screen and a keyboard; a phone package does without it.
    ...(forWeb ? DESK_PAGES : []),
  ],
  // Whoever only works never loads what leaders and managers decide on.
  subPackages: [
    { root: 'features/alerts', pages: ['pages/alerts/index'] },
    { root: 'features/team', pages: ['pages/team/index'] },
    { root: 'features/records', pages: ['pages/records/index'] },
    { root: 'features/messages', pages: ['pages/messages/index'] },
    { root: 'features/upkeep', pages: ['pages/upkeep/index'] },
    { root: 'features/approvals', pages: ['pages/approvals/index', 'pages/approval/index'] },
    { root: 'features/people', pages: ['pages/people/index', 'pages/person/index', 'pages/new-person/index'] },
  ],
  lazyCodeLoading: 'requiredComponents',
  window: {
    // Every page draws its own bar, so that the lamp and the night colours reach the top edge.
    navigationStyle: 'custom',
    backgroundTextStyle: 'light',
    backgroundColor: '#f4f3ef',
    navigationBarTitleText: '车间通',
    navigationBarTextStyle: 'black',
  },
  // A key that WeChat does not know would be written into its app.json and warned about.
  ...(forWeb ? { animation: false } : {}),
});
