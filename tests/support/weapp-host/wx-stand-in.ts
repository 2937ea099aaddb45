import type { PhoneOptions } from './phone';
import { type Callbacks, fail, succeed } from './wx-callbacks';
import { wxMedia } from './wx-media';

type RequestOptions = Callbacks & { url: string; method?: string; data?: unknown; header?: Record<string, string> };

/** What the stand-in asks of the phone around it. */
export type Navigation = {
  open(url: string): Promise<void>;
  back(delta?: number): Promise<void>;
  replace(url: string): Promise<void>;
  restart(url: string): Promise<void>;
};

const copy = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

const WINDOW = {
  windowWidth: 375,
  windowHeight: 667,
  screenWidth: 375,
  screenHeight: 667,
  pixelRatio: 2,
  statusBarHeight: 20,
  screenTop: 0,
};
const APP = { SDKVersion: '3.8.0', language: 'zh_CN', version: '8.0.50', theme: 'light', host: { env: 'WeChat' } };
const DEVICE = { platform: 'android', system: 'Android 14', brand: 'phone', model: 'phone' };

/** The part of `wx` that the package uses, over real HTTP and a storage that a test can look into. */
export function wxStandIn(phone: PhoneOptions, navigation: Navigation): Record<string, unknown> {
  return {
    ...environment(),
    ...storageOf(phone),
    ...navigationOf(navigation),
    ...networkOf(phone),
    ...screenOf(),
    ...wxMedia(phone),
    scanCode: (options: Callbacks) => scanCode(phone, options),
    login: (options: Callbacks) => giveCode(phone.loginCodes, 'login', options),
    ...(phone.wecomCodes ? { qy: { login: (options: Callbacks) => giveCode(phone.wecomCodes ?? [], 'qy.login', options) } } : {}),
  };
}

function environment() {
  const launch = { path: '', query: {}, scene: 1001 };
  return {
    canIUse: () => true,
    nextTick: (run: () => void) => setTimeout(run, 0),
    getSystemInfoSync: () => ({ ...WINDOW, ...APP, ...DEVICE }),
    getWindowInfo: () => WINDOW,
    getAppBaseInfo: () => APP,
    getDeviceInfo: () => DEVICE,
    getMenuButtonBoundingClientRect: () => ({ top: 24, bottom: 56, left: 281, right: 368, width: 87, height: 32 }),
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    getAccountInfoSync: () => ({ miniProgram: { appId: 'touristappid', envVersion: 'develop', version: '' } }),
    onThemeChange: () => undefined,
    onAppShow: () => undefined,
    onAppHide: () => undefined,
    onError: () => undefined,
    onUnhandledRejection: () => undefined,
    onMemoryWarning: () => undefined,
  };
}

function storageOf({ storage }: PhoneOptions) {
  return {
    getStorageSync: (name: string) => (storage.has(name) ? copy(storage.get(name)) : ''),
    setStorageSync: (name: string, value: unknown) => void storage.set(name, copy(value)),
    removeStorageSync: (name: string) => void storage.delete(name),
    getStorageInfoSync: () => ({ keys: [...storage.keys()], currentSize: JSON.stringify([...storage]).length / 1024, limitSize: 10_240 }),
  };
}

function navigationOf(navigation: Navigation) {
  const turning = (name: string, turn: (url: string) => Promise<void>) => (options: Callbacks & { url: string }) => {
    turn(options.url).then(
      () => succeed(options, name),
      (problem: unknown) => fail(options, name, String(problem)),
    );
  };
  return {
    navigateTo: turning('navigateTo', navigation.open),
    redirectTo: turning('redirectTo', navigation.replace),
    reLaunch: turning('reLaunch', navigation.restart),
    navigateBack: (options?: Callbacks & { delta?: number }) =>
      void navigation.back(options?.delta).then(() => succeed(options, 'navigateBack')),
  };
}

function networkOf(phone: PhoneOptions) {
  return {
    request: (options: RequestOptions) => {
      phone.beforeRequest?.(options.url);
      if (!phone.online) return fail(options, 'request', 'network unavailable');
      void exchange(phone, options);
      return { abort: () => undefined };
    },
    getNetworkType: (options: Callbacks) => succeed(options, 'getNetworkType', { networkType: phone.online ? 'wifi' : 'none' }),
    onNetworkStatusChange: (listener: (status: { isConnected: boolean }) => void) => void phone.networkListeners.push(listener),
  };
}

async function exchange(phone: PhoneOptions, options: RequestOptions): Promise<void> {
  const method = (options.method ?? 'GET').toUpperCase();
  try {
    const response = await fetch(phone.origin + options.url, {
      method,
      headers: headersOf(options),
      ...(method === 'GET' ? {} : { body: bodyOf(options.data) }),
    });
    const text = await response.text();
    const answer = { data: parsed(text), statusCode: response.status, header: Object.fromEntries(response.headers), errMsg: 'request:ok' };
    options.success?.(answer);
    options.complete?.(answer);
  } catch (problem) {
    fail(options, 'request', String(problem));
  }
}

/** The app's own, whatever their capitals, over what WeChat sends by itself. */
function headersOf({ header = {} }: RequestOptions): Record<string, string> {
  const own = Object.fromEntries(Object.entries(header).map(([name, value]) => [name.toLowerCase(), value]));
  return { 'content-type': 'application/json', ...own };
}

/** Text and bytes as they are, anything else as JSON. The bytes are of the app's own realm, so `instanceof` would not know them. */
function bodyOf(data: unknown): BodyInit {
  if (typeof data === 'string') return data;
  if (Object.prototype.toString.call(data) === '[object ArrayBuffer]') return Buffer.from(new Uint8Array(data as ArrayBuffer));
  return JSON.stringify(data ?? {});
}

/** As WeChat does: JSON when it is JSON, otherwise the text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function giveCode(codes: string[], name: string, options: Callbacks): void {
  const code = codes.shift();
  if (code === undefined) fail(options, name, 'system error');
  else succeed(options, name, { code });
}

function scanCode(phone: PhoneOptions, options: Callbacks): void {
  const code = phone.codesToScan.shift();
  if (code === undefined) fail(options, 'scanCode', 'cancel');
  else succeed(options, 'scanCode', { result: code, scanType: 'QR_CODE', charSet: 'UTF-8', rawData: '' });
}

function screenOf() {
  const quiet = [
    'setBackgroundColor',
    'setNavigationBarColor',
    'setNavigationBarTitle',
    'showToast',
    'stopPullDownRefresh',
    'vibrateShort',
    'pageScrollTo',
    'hideHomeButton',
  ];
  return Object.fromEntries(quiet.map((name) => [name, (options?: Callbacks) => succeed(options, name)]));
}
