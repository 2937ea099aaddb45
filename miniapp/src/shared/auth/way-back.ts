import Taro from '@tarojs/taro';
import { PAGES } from '../navigation-pages';
import { isRecord, readStored, removeStored, writeStored } from '../storage/device-storage';

const NAME = 'way-back';
/** Who comes back after lunch begins where their work begins. */
const GOOD_FOR_MS = 15 * 60_000;
const NOWHERE: readonly string[] = [PAGES.home, PAGES.signIn, PAGES.preferences];

type WayBack = { readonly url: string; readonly at: number };

/** Keeps the page that somebody wanted to see, while they sign in; signing in over the web leaves the app and comes back. */
export function keepWayBack(url: string | null): void {
  const page = url === null ? null : ownPage(url);
  if (page) writeStored(NAME, { url: page, at: Date.now() } satisfies WayBack);
}

/** The page that is on the screen, with what it was opened with. */
export function whereWeAre(): string | null {
  const router = Taro.getCurrentInstance().router;
  if (!router) return null;
  const params = Object.entries(router.params).flatMap(([name, value]) =>
    // What Taro adds for itself.
    value === undefined || name.startsWith('$') || name === 'stamp' ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return params.length > 0 ? `${router.path}?${params.join('&')}` : router.path;
}

/** Where to go on, once: the page that was kept, when that was not long ago. */
export function takeWayBack(): string | null {
  const kept = readStored(NAME, isWayBack);
  removeStored(NAME);
  return kept && Date.now() - kept.at < GOOD_FOR_MS ? ownPage(kept.url) : null;
}

export function forgetWayBack(): void {
  removeStored(NAME);
}

/** The address when it is one of our pages that somebody may want; null for every other. */
function ownPage(url: string): string | null {
  const path = `/${url.replace(/^\/+(app\/+)?/, '')}`;
  const [page = ''] = path.split('?');
  return Object.values<string>(PAGES).includes(page) && !NOWHERE.includes(page) ? path : null;
}

function isWayBack(value: unknown): value is WayBack {
  return isRecord(value) && typeof value.url === 'string' && typeof value.at === 'number';
}
