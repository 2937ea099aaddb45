import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { LogicLayer } from './logic-layer';
import type { PhoneOptions } from './phone';
import { findAll, textOf, ViewLayer, type ViewNode } from './view-layer';
import { wxStandIn } from './wx-stand-in';

type PageInstance = Record<string, unknown> & { route: string; data: Record<string, unknown> };
type Handler = (event: object) => void;

/** Quicker taps are taken for one by the app. */
const BETWEEN_TAPS_MS = 360;

/** Events that go up from the node they happen on. */
const BUBBLING = new Set(['tap', 'longpress', 'touchstart', 'touchmove', 'touchend']);

/**
 * Boots a built WeChat package in Node: its scripts run in a bare context, its WXML is compiled by WeChat's own compiler and drawn from
 * the data that `setData` sends over. There is no layout, and `wx` is a stand-in.
 */
export class WeappHost {
  private readonly stack: PageInstance[] = [];
  private readonly routes: readonly string[];
  private readonly view: ViewLayer;
  private readonly logic: LogicLayer;

  constructor(
    folder: string,
    readonly phone: PhoneOptions,
  ) {
    const app = JSON.parse(readFileSync(path.join(folder, 'app.json'), 'utf8')) as {
      pages: string[];
      subPackages?: { root: string; pages: string[] }[];
    };
    this.routes = [...app.pages, ...(app.subPackages ?? []).flatMap(({ root, pages }) => pages.map((page) => `${root}/${page}`))];
    const navigation = {
      open: (url: string) => this.open(url),
      back: (delta?: number) => this.back(delta),
      replace: (url: string) => this.replace(url),
      restart: (url: string) => this.restart(url),
    };
    this.logic = new LogicLayer(folder, wxStandIn(phone, navigation), () => [...this.stack]);
    this.view = new ViewLayer(folder);
  }

  get errors(): unknown[] {
    return this.logic.errors;
  }

  get warnings(): string[] {
    return this.view.warnings;
  }

  get route(): string {
    return this.stack.at(-1)?.route ?? '';
  }

  async launch(): Promise<this> {
    this.logic.loadApp();
    const first = this.routes[0] ?? '';
    const info = { path: first, query: {}, scene: 1001, referrerInfo: {} };
    call(this.logic.app, 'onLaunch', info);
    call(this.logic.app, 'onShow', info);
    await this.open(`/${first}`);
    return this;
  }

  /** Waits until something is on the page, and answers with it. */
  async waitFor(selector: string, patienceMs = 4_000): Promise<ViewNode> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const found = this.find(selector);
      if (found) return found;
      if (Date.now() > until) throw new Error(`no ${selector} on ${this.route}: ${this.text()}`);
      await pause(20);
    }
  }

  find(selector: string): ViewNode | undefined {
    return findAll(this.tree(), selector)[0];
  }

  /** Everything that can be read on the page. */
  text(): string {
    return textOf(this.tree());
  }

  /** A tap as a person taps, who looks before the next one. */
  async tap(selector: string): Promise<void> {
    await this.waitFor(selector);
    await pause(BETWEEN_TAPS_MS);
    await this.fire(await this.waitFor(selector), selector, 'tap');
  }

  /** Types into a field. */
  async type(selector: string, value: string): Promise<void> {
    await this.fire(await this.waitFor(selector), selector, 'input', { value, cursor: value.length });
  }

  async setOnline(online: boolean): Promise<void> {
    this.phone.online = online;
    for (const listener of this.phone.networkListeners) listener({ isConnected: online });
    await pause(50);
  }

  /** Ends the app with everything it had in mind, timers too, as when a phone is switched off. What it has stored stays. */
  close(): void {
    this.leave();
    this.logic.stop();
    this.phone.networkListeners.length = 0;
  }

  private leave(): void {
    while (this.stack.length > 0) call(this.stack.pop() ?? {}, 'onUnload');
  }

  private tree(): ViewNode {
    const page = this.stack.at(-1);
    if (!page) throw new Error('no page is open');
    return this.view.draw(page.route, page.data);
  }

  private async fire(target: ViewNode, selector: string, type: string, detail: object = {}): Promise<void> {
    const page = this.stack.at(-1) ?? {};
    let handled = false;
    for (let node: ViewNode | null = target; node; node = node.parent) {
      const handler = node.attributes[`bind${type}`] ?? node.attributes[`catch${type}`];
      if (typeof handler !== 'string') continue;
      handled = true;
      call(page, handler, {
        type,
        timeStamp: Date.now(),
        detail,
        target: seen(target),
        currentTarget: seen(node),
        touches: [],
        changedTouches: [],
        mark: {},
      });
      if (node.attributes[`catch${type}`] || !BUBBLING.has(type)) break;
    }
    if (!handled) throw new Error(`${selector}: nothing is bound to ${type}`);
    await pause(30);
  }

  private async open(url: string): Promise<void> {
    const [route = '', query = ''] = url.replace(/^\//, '').split('?');
    if (!this.routes.includes(route)) throw new Error(`page "${route}" is not in app.json`);
    if (this.stack.length >= 10) throw new Error('more than ten pages are open');
    call(this.stack.at(-1) ?? {}, 'onHide');
    const page = this.instance(route);
    this.stack.push(page);
    call(page, 'onLoad', Object.fromEntries([...new URLSearchParams(query)].map(([name, value]) => [name, encodeURIComponent(value)])));
    call(page, 'onShow');
    await pause(30);
    call(page, 'onReady');
    await pause(30);
  }

  private instance(route: string): PageInstance {
    const definition = this.logic.page(route);
    const data = (definition.data ?? {}) as Record<string, unknown>;
    const page: PageInstance = { ...definition, data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>, route };
    page.setData = (patch: Record<string, unknown>, done?: () => void) => {
      // Over the wire to the view thread functions and undefined are lost.
      for (const [where, value] of Object.entries(JSON.parse(JSON.stringify(patch)) as Record<string, unknown>))
        assign(page.data, where, value);
      if (done) setTimeout(() => done.call(page), 0);
    };
    page.selectComponent = () => null;
    return page;
  }

  private async back(delta = 1): Promise<void> {
    for (let steps = 0; steps < delta && this.stack.length > 1; steps += 1) call(this.stack.pop() ?? {}, 'onUnload');
    call(this.stack.at(-1) ?? {}, 'onShow');
    await pause(30);
  }

  private async replace(url: string): Promise<void> {
    call(this.stack.pop() ?? {}, 'onUnload');
    await this.open(url);
  }

  private async restart(url: string): Promise<void> {
    this.leave();
    await this.open(url);
  }
}

/** The size in bytes of what WeChat counts as the main package. */
export function mainPackageSize(folder: string): number {
  const { subPackages = [] } = JSON.parse(readFileSync(path.join(folder, 'app.json'), 'utf8')) as { subPackages?: { root: string }[] };
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => !file.endsWith('.LICENSE.txt') && !subPackages.some(({ root }) => file.startsWith(`${root}/`)))
    .map((file) => statSync(path.join(folder, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

export function isBuilt(folder: string): boolean {
  return existsSync(path.join(folder, 'app.json'));
}

function call(owner: Record<string, unknown>, name: string, ...parts: unknown[]): void {
  const method = owner[name];
  if (typeof method === 'function') (method as Handler).apply(owner, parts as [object]);
}

function seen({ attributes }: ViewNode): object {
  return { id: attributes.id, dataset: {}, offsetLeft: 0, offsetTop: 0 };
}

/** Puts a value where `setData` names it: `root.cn.[0].v`. */
function assign(data: Record<string, unknown>, where: string, value: unknown): void {
  const steps = where
    .replace(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter(Boolean);
  let at = data;
  steps.slice(0, -1).forEach((step, index) => {
    at[step] ??= /^\d+$/.test(steps[index + 1] ?? '') ? [] : {};
    at = at[step] as Record<string, unknown>;
  });
  at[steps.at(-1) ?? ''] = value;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
