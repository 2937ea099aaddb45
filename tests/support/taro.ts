import { useEffect, useRef } from 'react';
import { phoneFiles } from './phone-files';

/** The phone that the pages of a DOM test run on: what is stored, where navigation went, what the network answers. */
export type Navigation = { readonly how: 'open' | 'replace' | 'restart' | 'back'; readonly url: string };
export type NetworkRequest = {
  readonly url: string;
  readonly method: string;
  readonly data: unknown;
  readonly header: Record<string, string>;
};
export type NetworkAnswer = { readonly statusCode: number; readonly data: unknown; readonly header?: Record<string, string> };

const stored = new Map<string, unknown>();
const shown = new Set<() => void>();

export const phone = {
  stored,
  navigations: [] as Navigation[],
  requests: [] as NetworkRequest[],
  params: {} as Record<string, string>,
  /** What the server answers; throwing means that no answer comes. */
  answer: (_request: NetworkRequest): NetworkAnswer | Promise<NetworkAnswer> => ({ statusCode: 404, data: {} }),
  /** The address of the page that is shown. */
  route: '',
  /** What the client hands out as codes of sign-in, in turn. */
  loginCodes: [] as string[],
  scanned: null as string | null,
  full: false,
  /** What has been captured or kept, by path. */
  files: phoneFiles.files,
  filesSaid: phoneFiles.said,
  /** The paths that the camera or the album will give next; nothing means that the person cancels. */
  shots: [] as string[],
  /** What the microphone will give when it is stopped. */
  spoken: null as { path: string; durationMs: number } | null,
  /** Paths of what has been played. */
  played: [] as string[],
  /** Brings the page back to the front. */
  show: () => {
    for (const listener of shown) listener();
  },
};

function useShown(listener: () => void): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const tell = () => latest.current();
    tell();
    shown.add(tell);
    return () => {
      shown.delete(tell);
    };
  }, []);
}

async function went(how: Navigation['how'], url: string): Promise<{ errMsg: string }> {
  phone.navigations.push({ how, url });
  return { errMsg: 'ok' };
}

type Recorder = {
  started: () => void;
  stopped: (said: { tempFilePath: string; duration: number }) => void;
  failed: (problem: { errMsg: string }) => void;
};
const recorder: Recorder = { started: () => undefined, stopped: () => undefined, failed: () => undefined };

const Taro = {
  env: { USER_DATA_PATH: phoneFiles.root },
  getFileSystemManager: () => phoneFiles.manager,
  chooseMedia({ success, fail }: { success: (result: object) => void; fail: (problem: object) => void }) {
    const tempFiles = phone.shots.splice(0).map((tempFilePath) => ({ tempFilePath, width: 640, height: 480, size: 1 }));
    if (tempFiles.length > 0) success({ tempFiles });
    else fail({ errMsg: 'chooseMedia:fail cancel' });
  },
  compressImage: async ({ src }: { src: string }) => ({ tempFilePath: src }),
  openSetting: async () => ({ errMsg: 'ok' }),
  getRecorderManager: () => ({
    onStart: (listener: () => void) => {
      recorder.started = listener;
    },
    onStop: (listener: Recorder['stopped']) => {
      recorder.stopped = listener;
    },
    onError: (listener: Recorder['failed']) => {
      recorder.failed = listener;
    },
    onInterruptionBegin: () => undefined,
    start: () => (phone.spoken ? recorder.started() : recorder.failed({ errMsg: 'operateRecorder:fail auth deny' })),
    stop: () => phone.spoken && recorder.stopped({ tempFilePath: phone.spoken.path, duration: phone.spoken.durationMs }),
  }),
  createInnerAudioContext: () => {
    const player = {
      src: '',
      obeyMuteSwitch: true,
      onEnded: () => undefined,
      onError: () => undefined,
      destroy: () => undefined,
      play: () => void phone.played.push(player.src),
    };
    return player;
  },
  getStorageSync: (name: string): unknown => (stored.has(name) ? structuredCopy(stored.get(name)) : ''),
  setStorageSync: (name: string, value: unknown): void => {
    if (phone.full) throw new Error('QuotaExceededError');
    stored.set(name, structuredCopy(value));
  },
  removeStorageSync: (name: string): void => {
    stored.delete(name);
  },
  getStorageInfoSync: () => ({ keys: [...stored.keys()], currentSize: 0, limitSize: 10_240 }),
  getAppBaseInfo: () => ({ language: 'zh_CN', theme: 'light' }),
  getWindowInfo: () => ({ windowWidth: 375, statusBarHeight: 20 }),
  getMenuButtonBoundingClientRect: () => ({ left: 281 }),
  getSystemInfoSync: () => ({ language: 'zh_CN' }),
  setBackgroundColor: async () => ({ errMsg: 'ok' }),
  setNavigationBarColor: async () => ({ errMsg: 'ok' }),
  onThemeChange: () => undefined,
  onNetworkStatusChange: () => undefined,
  getCurrentPages: () => [{}, {}],
  getCurrentInstance: () => ({ router: phone.route === '' ? null : { path: phone.route, params: phone.params } }),
  login: async () => ({ code: phone.loginCodes.shift() ?? '', errMsg: 'login:ok' }),
  navigateTo: ({ url }: { url: string }) => went('open', url),
  redirectTo: ({ url }: { url: string }) => went('replace', url),
  reLaunch: ({ url }: { url: string }) => went('restart', url),
  navigateBack: () => went('back', ''),
  async scanCode() {
    if (phone.scanned === null) throw { errMsg: 'scanCode:fail cancel' };
    return { result: phone.scanned };
  },
  async request(options: { url: string; method: string; data?: string | ArrayBuffer; header: Record<string, string> }) {
    const request = {
      url: options.url,
      method: options.method,
      data: typeof options.data === 'string' ? JSON.parse(options.data) : options.data,
      header: options.header,
    };
    phone.requests.push(request);
    return { header: {}, ...(await phone.answer(request)) };
  },
};

export default Taro;
export const useDidShow = useShown;
/** Nothing comes before the page of a test. */
export const useDidHide = (_listener: () => void): void => undefined;
export const useLaunch = (listener: () => void): void => useEffect(listener, [listener]);
export const useRouter = () => ({ params: phone.params });

function structuredCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
