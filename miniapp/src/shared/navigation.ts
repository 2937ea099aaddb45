import Taro from '@tarojs/taro';

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
  // The planner's desk: web only.
  orders: '/features/orders/pages/board/index',
  order: '/features/orders/pages/order/index',
  dispatch: '/features/orders/pages/dispatch/index',
  orderChanges: '/features/orders/pages/changes/index',
  importOrders: '/features/orders/pages/import/index',
} as const;
export type PageName = keyof typeof PAGES;

/** Opens a page on top of this one. */
export async function open(page: PageName, params: Readonly<Record<string, string>> = {}): Promise<void> {
  await Taro.navigateTo({ url: address(page, params) });
}

/** Opens a page in place of this one, which cannot be come back to. */
export async function replace(page: PageName, params: Readonly<Record<string, string>> = {}): Promise<void> {
  await Taro.redirectTo({ url: address(page, params) });
}

/** Leaves everything and starts again at a page. */
export async function restartAt(page: PageName): Promise<void> {
  await Taro.reLaunch({ url: PAGES[page] });
}

/** One page back; from a page that was opened by its address, to where the person's work begins. */
export function goBack(): void {
  if (Taro.getCurrentPages().length > 1) void Taro.navigateBack();
  else void restartAt('home');
}

function address(page: PageName, params: Readonly<Record<string, string>>): string {
  const query = Object.entries(params)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return query ? `${PAGES[page]}?${query}` : PAGES[page];
}
