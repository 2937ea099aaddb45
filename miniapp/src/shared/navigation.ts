import Taro from '@tarojs/taro';
import { keepWayBack, whereWeAre } from './auth/way-back';
import { PAGES, type PageName } from './navigation-pages';

export { PAGES, type PageName } from './navigation-pages';

/** Opens a page on top of this one. */
export async function open(page: PageName, params: Readonly<Record<string, string>> = {}): Promise<void> {
  await Taro.navigateTo({ url: address(page, params) });
}

/** Opens a page in place of this one, which cannot be come back to. */
export async function replace(page: PageName, params: Readonly<Record<string, string>> = {}): Promise<void> {
  await Taro.redirectTo({ url: address(page, params) });
}

/** Leaves everything and starts again at a page. From signing in the way leads back to where one was. */
export async function restartAt(page: PageName): Promise<void> {
  if (page === 'signIn') keepWayBack(whereWeAre());
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
