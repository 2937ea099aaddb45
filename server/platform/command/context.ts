import type { Permission, Role } from '../../contracts/permissions';

/** What an actor may see and touch. `all` is for the product itself and for roles that a factory has made unlimited. */
export type Scope = {
  readonly factoryId: string;
  readonly workshopIds: readonly string[] | 'all';
  readonly warehouseIds: readonly string[] | 'all';
};

/** Who acts: a person, or a named part of the product (`system:payroll.pay-report`). */
export type Actor = {
  readonly id: string;
  readonly kind: 'person' | 'system';
  readonly roles: readonly Role[];
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: Scope;
  /** The sign-in by which a person came; absent for the product itself and for who came by the chat. */
  readonly sessionId?: string;
};

export type Channel = 'web' | 'weapp' | 'chat' | 'api' | 'file' | 'job' | 'subscriber';

/** What a channel must know to call a command: no Koa context, no session, no chat types. */
export type CallContext = {
  readonly actor: Actor;
  readonly channel: Channel;
  /** Server time of this call; the only clock a command may look at. */
  readonly now: Date;
  readonly requestId: string;
  readonly idempotencyKey?: string | undefined;
};

export type PublishedFact = {
  readonly type: string;
  readonly version: number;
  /** Facts of one subject are handed on in order, e.g. `workOrder:665f…`. */
  readonly subject: string;
  readonly payload: object;
};

export type CommandContext = CallContext & {
  readonly scope: Scope;
  /** Becomes part of this command's journal entry, in the same transaction. */
  readonly publish: (fact: PublishedFact) => void;
};
export type QueryContext = Pick<CallContext, 'actor' | 'now'> & { readonly scope: Scope };

/** Whether the scope covers a workshop. */
export function coversWorkshop(scope: Scope, workshopId: string): boolean {
  return scope.workshopIds === 'all' || scope.workshopIds.includes(workshopId);
}

/** The part of a filter that keeps a query inside its scope. Every query of workshop-bound documents starts with it. */
export function withinScope(scope: Scope): { factoryId: string; workshopId?: { $in: string[] } } {
  return scope.workshopIds === 'all'
    ? { factoryId: scope.factoryId }
    : { factoryId: scope.factoryId, workshopId: { $in: [...scope.workshopIds] } };
}

/** The product acting for itself, e.g. a subscriber or a job: only what its task needs. */
export function systemActor(name: string, factoryId: string, permissions: readonly Permission[]): Actor {
  return {
    id: `system:${name}`,
    kind: 'system',
    roles: [],
    permissions: new Set(permissions),
    scope: { factoryId, workshopIds: 'all', warehouseIds: 'all' },
  };
}
