import type { ZodMiniType } from 'zod/mini';
import type { Permission } from '../../contracts/permissions';
import { AppError } from '../errors/app-error';
import type { Actor, QueryContext } from './context';
import { parseInput } from './validate';

export type Query<I = never, T = unknown> = {
  readonly name: string;
  readonly permission: Permission;
  readonly input: ZodMiniType<I>;
  readonly run: (input: unknown, context: { readonly actor: Actor; readonly now: Date }) => Promise<T>;
};

/** A question with its permission. What it may see comes from the scope of who asks, which `run` cannot do without. */
export function defineQuery<I, T>(definition: {
  readonly name: string;
  readonly permission: Permission;
  readonly input: ZodMiniType<I>;
  readonly run: (input: I, context: QueryContext) => Promise<T>;
}): Query<I, T> {
  return {
    name: definition.name,
    permission: definition.permission,
    input: definition.input,
    run: async (input, { actor, now }) => {
      if (!actor.permissions.has(definition.permission)) throw new AppError('forbidden', { permission: definition.permission });
      return definition.run(parseInput(definition.input, input), { actor, now, scope: actor.scope });
    },
  };
}
