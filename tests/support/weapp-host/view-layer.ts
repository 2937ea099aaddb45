import vm from 'node:vm';

// WeChat's own WXML compiler; it ships no types.
const { wxmlToJs } = require('miniprogram-compiler') as { wxmlToJs: (folder: string, options: { maxBuffer: number }) => string };

/** A node of the page as WeChat's view layer would draw it. */
export type ViewNode = {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly children: ViewNode[];
  /** Only text nodes have it. */
  readonly text?: string;
  parent: ViewNode | null;
};

type Compiled = { tag?: string; attr?: Record<string, unknown>; children?: Compiled[] } | string | number;
type Evaluate = (file: string) => (data: unknown, env: undefined, global: object) => Compiled;

/** Compiles the WXML of a built package once and draws pages from their data, as the view thread of WeChat does. */
export class ViewLayer {
  /** What WeChat's runtime complains about while drawing: a template that is not there, for one. */
  readonly warnings: string[] = [];
  private readonly evaluate: Evaluate;
  private readonly parse: (text: string) => unknown;

  constructor(folder: string) {
    const note = (...parts: unknown[]) => this.warnings.push(parts.join(' '));
    // A context of its own: the compiled code keeps its string tables in a global, and two packages in one corrupt each other.
    const context = vm.createContext({ console: { ...console, log: () => undefined, warn: note, error: note } });
    Object.assign(context, { window: context, global: context });
    this.evaluate = vm.runInContext(`(function(){${wxmlToJs(folder, { maxBuffer: 64e6 })}\n})()`, context) as Evaluate;
    // The data must be of the view's own realm, because compiled expressions look at constructors.
    this.parse = vm.runInContext('JSON.parse', context) as (text: string) => unknown;
  }

  draw(route: string, data: unknown): ViewNode {
    const root = this.node(this.run(`${route}.wxml`, data));
    link(root);
    return root;
  }

  private run(file: string, data: unknown): Compiled {
    return this.evaluate(file)(this.parse(JSON.stringify(data)), undefined, {});
  }

  private node(compiled: Compiled): ViewNode {
    if (typeof compiled !== 'object' || compiled === null)
      return { tag: '#text', attributes: {}, children: [], text: String(compiled), parent: null };
    const attributes = compiled.attr ?? {};
    // Taro nests deep trees in a component of its own; WeChat would draw that component in its place.
    const inner = compiled.tag === 'wx-comp' ? this.run('comp.wxml', { i: attributes.i, l: attributes.l }) : compiled;
    const children = typeof inner === 'object' ? (inner.children ?? []) : [];
    return { tag: (compiled.tag ?? '').replace(/^wx-/, ''), attributes, children: children.map((child) => this.node(child)), parent: null };
  }
}

export function textOf(node: ViewNode): string {
  return node.text ?? node.children.map(textOf).join('');
}

/** The nodes that match, outermost first: `#id`, `.class`, `text=words` (the innermost node that holds the words) or a tag. */
export function findAll(root: ViewNode, selector: string): ViewNode[] {
  const matches = matcher(selector);
  const found: ViewNode[] = [];
  const walk = (node: ViewNode) => {
    if (node.text === undefined && matches(node)) found.push(node);
    node.children.forEach(walk);
  };
  walk(root);
  return found;
}

function matcher(selector: string): (node: ViewNode) => boolean {
  if (selector.startsWith('#')) return ({ attributes }) => attributes.id === selector.slice(1);
  if (selector.startsWith('.'))
    return ({ attributes }) =>
      String(attributes.class ?? '')
        .split(/\s+/)
        .includes(selector.slice(1));
  if (!selector.startsWith('text=')) return ({ tag }) => tag === selector;
  const words = selector.slice('text='.length);
  return (node) =>
    textOf(node).includes(words) && !node.children.some((child) => child.text === undefined && textOf(child).includes(words));
}

function link(node: ViewNode): void {
  for (const child of node.children) {
    child.parent = node;
    link(child);
  }
}
