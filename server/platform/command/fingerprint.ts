import { createHash } from 'node:crypto';

/** Equal for equal content whatever the order of fields, so that a resent request is recognised as the same one (B-11.3). */
export function fingerprint(command: string, input: unknown): string {
  return createHash('sha256')
    .update(`${command}\n${canonical(input)}`)
    .digest('base64url');
}

/** JSON with the fields of every object in order. What JSON leaves out of an object is left out here. */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonical(value.toJSON());
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([field, inner]) => `${JSON.stringify(field)}:${canonical(inner)}`).join()}}`;
}
