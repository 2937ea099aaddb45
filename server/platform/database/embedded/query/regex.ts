import { isRegex, regexParts } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';

/** A BSON regular expression, or a pattern with `$options`, as a JavaScript one. Throws 2, 51075, 51091 or 51108 for a malformed one. */
export function toRegExp(regex: unknown, options?: unknown): RegExp {
  const [pattern, own] = isRegex(regex) ? regexParts(regex) : [regex, ''];
  if (typeof pattern !== 'string') refuse(2, '$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') refuse(2, '$options has to be a string');
  if (own && options) refuse(51075, 'options set in both $regex and $options');
  const flags = options || own;
  if (!/^[imsxu]*$/.test(flags)) refuse(51108, `invalid flag in regex options: ${flags}`);
  if (flags.includes('x')) throw unsupported('the option x of regular expressions');
  if (pattern.includes('\0')) refuse(51109, 'Regular expression cannot contain an embedded null byte');
  const [start = '', inline = ''] = /^\(\?([ims]+)\)/.exec(pattern) ?? [];
  const source = pattern.slice(start.length);
  const set = [...'ims'].filter((flag) => (flags + inline).includes(flag)).join('');
  // PCRE matches code points; JavaScript does so only with `u`, which refuses some harmless escapes such as `\-`
  return attempt(source, `${set}u`) ?? attempt(source, set) ?? refuse(51091, `Regular expression is invalid: ${pattern}`);
}

function attempt(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}
