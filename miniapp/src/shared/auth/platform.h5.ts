import type { Client } from './platform';

/** The browser inside WeCom knows its member; every other is a browser like any. */
export function client(): Client {
  return /wxwork/i.test(navigator.userAgent) ? 'wecom-browser' : 'browser';
}

/** A browser has no code to give: it goes to WeCom and comes back with one. */
export async function codeOfClient(): Promise<string | null> {
  return null;
}

const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/wxwork/i, '企业微信'],
  [/MicroMessenger/i, '微信'],
  [/Edg/, 'Edge'],
  [/Firefox/, 'Firefox'],
  [/Chrome/, 'Chrome'],
  [/Safari/, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/Windows/, 'Windows'],
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Mac OS/, 'Mac'],
  [/Linux/, 'Linux'],
];

/** This browser, as its owner will know it again in the list of sign-ins: `Chrome · Windows`. */
export function deviceName(): string {
  const named = (list: typeof BROWSERS) => list.find(([sign]) => sign.test(navigator.userAgent))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(' · ') || 'Web';
}

/** The code in the address that an invitation's QR code opens. It is taken out of the address bar, where others may read it. */
export function invitationInAddress(): string {
  const { hash, pathname, search } = window.location;
  if (!hash.startsWith('#invitation=')) return '';
  window.history.replaceState(window.history.state, '', pathname + search);
  return hash.slice('#invitation='.length);
}

/** Goes to another address, and leaves the app. */
export function leaveFor(url: string): void {
  window.location.assign(url);
}
