import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

type Definition = Record<string, unknown>;

/** Runs the scripts of a built package as WeChat's logic thread does: no window, no document, no Intl, its own `require`. */
export class LogicLayer {
  app: Definition = {};
  /** Whatever was thrown in a timer or logged as an error; a test asserts that there is nothing. */
  readonly errors: unknown[] = [];
  private readonly pages = new Map<string, Definition>();
  private readonly modules = new Map<string, { exports: unknown }>();
  private readonly context: vm.Context;
  private loading = '';
  private readonly timers = new Set<NodeJS.Timeout>();
  private stopped = false;

  constructor(
    private readonly folder: string,
    wx: object,
    currentPages: () => unknown[],
  ) {
    this.context = vm.createContext({
      wx,
      clearTimeout,
      clearInterval,
      setTimeout: this.guarded(setTimeout),
      setInterval: this.guarded(setInterval),
      console: {
        log: () => undefined,
        info: () => undefined,
        debug: () => undefined,
        warn: () => undefined,
        error: (...parts: unknown[]) => this.errors.push(parts),
      },
      App: (definition: Definition) => {
        this.app = definition;
      },
      Page: (definition: Definition) => this.pages.set(this.loading, definition),
      Component: () => undefined,
      Behavior: (definition: Definition) => definition,
      getApp: () => this.app,
      getCurrentPages: currentPages,
      __wxConfig: { platform: 'android' },
    });
    this.context.global = this.context;
    // WeChat on Android has none; whoever relies on it must fail here and not on a phone.
    vm.runInContext('delete globalThis.Intl', this.context);
  }

  /** From now on no timer runs. */
  stop(): void {
    this.stopped = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  loadApp(): void {
    this.loading = 'app';
    this.require(path.join(this.folder, 'app.js'));
  }

  page(route: string): Definition {
    if (!this.pages.has(route)) {
      this.loading = route;
      this.require(path.join(this.folder, `${route}.js`));
    }
    const definition = this.pages.get(route);
    if (!definition) throw new Error(`${route}.js does not call Page()`);
    return definition;
  }

  private require(file: string): unknown {
    const found = path.extname(file) && existsSync(file) ? file : `${file}.js`;
    const known = this.modules.get(found);
    if (known) return known.exports;
    const module = { exports: {} as unknown };
    this.modules.set(found, module);
    const wrapper = vm.runInContext(`(function (require, module, exports) {${readFileSync(found, 'utf8')}\n})`, this.context, {
      filename: found,
    });
    (wrapper as (...parts: unknown[]) => void)(
      (name: string) => this.require(path.resolve(path.dirname(found), name)),
      module,
      module.exports,
    );
    return module.exports;
  }

  private guarded(timer: (run: () => void, ms?: number) => NodeJS.Timeout) {
    return (run: (...rest: unknown[]) => void, ms?: number, ...rest: unknown[]) => {
      const started = timer(() => {
        if (this.stopped) return;
        try {
          run(...rest);
        } catch (problem) {
          this.errors.push(problem);
        }
      }, ms);
      if (this.stopped) clearTimeout(started);
      else this.timers.add(started);
      return started;
    };
  }
}
