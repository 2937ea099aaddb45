type Answers<T> = { readonly success?: (result: T) => void; readonly fail?: (problem: { errMsg: string }) => void };

const ROOT = 'wxfile://usr';
const FOLDER = `${ROOT}/media/`;
const files = new Map<string, Uint8Array>();
/** Files that are only said to be there, by size: to fill a phone. */
const said = new Map<string, number>();

/** The files of a mini-program's phone, in memory, through the part of WeChat's file manager that the app uses. */
export const phoneFiles = { root: ROOT, files, said, manager: fileManager() };

function fileManager() {
  return {
    accessSync(path: string): void {
      if (path !== `${ROOT}/media`) throw new Error(`fail no such file ${path}`);
    },
    mkdirSync: (_path: string, _deep: boolean): void => undefined,
    readdirSync: (_path: string): string[] =>
      [...files.keys(), ...said.keys()].filter((path) => path.startsWith(FOLDER)).map((path) => path.slice(FOLDER.length)),
    statSync: (path: string) => ({ size: files.get(path)?.byteLength ?? said.get(path) ?? 0 }),
    copyFile({ srcPath, destPath, ...answers }: { srcPath: string; destPath: string } & Answers<object>): void {
      const bytes = files.get(srcPath);
      if (bytes) files.set(destPath, bytes);
      answer(answers, bytes ? {} : null, 'copyFile');
    },
    readFile({
      filePath,
      position = 0,
      length,
      ...answers
    }: { filePath: string; position?: number; length?: number } & Answers<{ data: ArrayBuffer }>): void {
      const bytes = files.get(filePath);
      const part = bytes?.slice(position, length === undefined ? undefined : position + length);
      answer(answers, part ? { data: part.buffer as ArrayBuffer } : null, 'readFile');
    },
    unlink({ filePath, ...answers }: { filePath: string } & Answers<object>): void {
      answer(answers, files.delete(filePath) ? {} : null, 'unlink');
    },
  };
}

function answer<T>({ success, fail }: Answers<T>, result: T | null, name: string): void {
  if (result === null) fail?.({ errMsg: `${name}:fail no such file` });
  else success?.(result);
}
