import { isRegex, regexParts } from '../bson-values/kinds';
import { refuse } from '../errors';

const FLAGS = /^[imsxu]*$/;

/** A BSON regular expression, or a pattern with `$options`, as a JavaScript one. Throws 2, 51075, 51091 or 51108 for a malformed one. */
export function toRegExp(regex: unknown, options?: unknown): RegExp {
  const [pattern, own] = isRegex(regex) ? regexParts(regex) : [regex, ''];
  if (typeof pattern !== 'string') refuse(2, '$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') refuse(2, '$options has to be a string');
  if (own && options) refuse(51075, 'options set in both $regex and $options');
  const flags = options || own.replace('g', '');
  if (!FLAGS.test(flags)) refuse(51108, `invalid flag in regex options: ${flags}`);
  if (pattern.includes('\0')) refuse(51109, 'Regular expression cannot contain an embedded null byte');
  return build(flags.includes('x') ? withoutLayout(pattern) : pattern, flags);
}

function build(pattern: string, flags: string): RegExp {
  const inline = /^\(\?([ims]+)\)/.exec(pattern);
  const source = inline ? pattern.slice(inline[0].length) : pattern;
  const set = [...'ims'].filter((f) => flags.includes(f) || inline?.[1]?.includes(f)).join('');
  // PCRE matches code points; JavaScript does so only with `u`, which refuses some harmless escapes such as `\-`
  return attempt(source, `${set}u`) ?? attempt(source, set) ?? invalid(pattern);
}

function attempt(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function invalid(pattern: string): never {
  refuse(51091, `Regular expression is invalid: ${pattern}`);
}

// the option x: white space and comments outside of a character class mean nothing
const withoutLayout = (pattern: string): string =>
  pattern.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, (part) => (part[0] === '#' || /^\s/.test(part) ? '' : part));
