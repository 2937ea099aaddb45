import type { ZodMiniType } from 'zod/mini';
import { AppError } from '../errors/app-error';

/** Parses what a caller sent. Unknown fields, wrong types and operator objects all end here, as `invalid_input` with the field named. */
export function parseInput<I>(schema: ZodMiniType<I>, raw: unknown): I {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields = result.error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key].join('.'), code: 'unknown_field' }));
    return [{ path: path.join('.'), code: issue.code === 'custom' ? issue.message : issue.code }];
  });
  throw new AppError('invalid_input', {}, fields.slice(0, 20));
}
