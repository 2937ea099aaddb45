import type { PhoneOptions } from './phone';
import { type Callbacks, fail, succeed } from './wx-callbacks';

const ROOT = 'wxfile://usr';

type Part = { filePath: string; position?: number; length?: number };
type Recorder = Record<'onStart' | 'onInterruptionBegin', () => void> & {
  onStop: (said: { tempFilePath: string; duration: number; fileSize: number }) => void;
  onError: (problem: { errMsg: string }) => void;
};

/** Camera, album, microphone, player and files of a phone, as far as the package uses them. */
export function wxMedia(phone: PhoneOptions): Record<string, unknown> {
  const files = fileManager(phone);
  const recorder = recorderOf(phone);
  return {
    env: { USER_DATA_PATH: ROOT },
    getFileSystemManager: () => files,
    getRecorderManager: () => recorder,
    chooseMedia: (options: Callbacks & { count: number }) => chooseMedia(phone, options),
    compressImage: (options: Callbacks & { src: string }) => succeed(options, 'compressImage', { tempFilePath: options.src }),
    openSetting: (options: Callbacks) => succeed(options, 'openSetting', { authSetting: {} }),
    createInnerAudioContext: () => player(phone),
  };
}

function chooseMedia(phone: PhoneOptions, options: Callbacks & { count: number }): void {
  const paths = phone.shots.splice(0, options.count);
  if (paths.length === 0) {
    fail(options, 'chooseMedia', 'cancel');
    return;
  }
  const tempFiles = paths.map((tempFilePath) => ({
    tempFilePath,
    size: phone.files.get(tempFilePath)?.byteLength ?? 0,
    width: 640,
    height: 480,
    fileType: 'image',
  }));
  succeed(options, 'chooseMedia', { tempFiles, type: 'image' });
}

function fileManager({ files }: PhoneOptions) {
  const folders = new Set<string>();
  const isIn = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
  return {
    accessSync(path: string): void {
      if (!folders.has(path) && ![...files.keys()].some(isIn(path))) throw new Error(`accessSync:fail no such file or directory ${path}`);
    },
    mkdirSync: (path: string, _deep: boolean): void => void folders.add(path),
    readdirSync(path: string): string[] {
      const names = [...files.keys()].filter(isIn(path)).map((file) => file.slice(path.length + 1));
      if (names.length === 0 && !folders.has(path)) throw new Error(`readdirSync:fail no such file or directory ${path}`);
      return names;
    },
    statSync: (path: string) => ({ size: files.get(path)?.byteLength ?? 0 }),
    copyFile(options: Callbacks & { srcPath: string; destPath: string }): void {
      const bytes = files.get(options.srcPath);
      if (bytes) files.set(options.destPath, bytes);
      if (bytes) succeed(options, 'copyFile');
      else fail(options, 'copyFile', 'no such file');
    },
    readFile(options: Callbacks & Part): void {
      const { filePath, position = 0, length } = options;
      const part = files.get(filePath)?.subarray(position, length === undefined ? undefined : position + length);
      if (part) succeed(options, 'readFile', { data: Uint8Array.from(part).buffer });
      else fail(options, 'readFile', 'no such file');
    },
    unlink(options: Callbacks & { filePath: string }): void {
      if (files.delete(options.filePath)) succeed(options, 'unlink');
      else fail(options, 'unlink', 'no such file');
    },
  };
}

/** One for the whole app, as WeChat has it: a listener takes the place of the one before. */
function recorderOf(phone: PhoneOptions) {
  const listeners: Partial<Recorder> = {};
  const on =
    <Name extends keyof Recorder>(name: Name) =>
    (listener: Recorder[Name]) => {
      listeners[name] = listener;
    };
  return {
    onStart: on('onStart'),
    onStop: on('onStop'),
    onError: on('onError'),
    onInterruptionBegin: on('onInterruptionBegin'),
    start: () =>
      setTimeout(() => (phone.spoken ? listeners.onStart?.() : listeners.onError?.({ errMsg: 'operateRecorder:fail auth deny' })), 0),
    stop: () => {
      const { spoken } = phone;
      if (!spoken) return;
      const fileSize = phone.files.get(spoken.path)?.byteLength ?? 0;
      setTimeout(() => listeners.onStop?.({ tempFilePath: spoken.path, duration: spoken.durationMs, fileSize }), 0);
    },
  };
}

function player(phone: PhoneOptions) {
  const sound = {
    src: '',
    obeyMuteSwitch: true,
    onEnded: () => undefined,
    onError: () => undefined,
    destroy: () => undefined,
    play: () => void phone.played.push(sound.src),
  };
  return sound;
}
