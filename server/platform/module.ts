import type { Route } from './http/routes';
import type { Job } from './jobs/define-job';
import type { Subscriber } from './journal/define-subscriber';

/** What the composition root needs to know of a room. */
export type Module = {
  readonly name: string;
  readonly routes: readonly Route[];
  readonly subscribers: readonly Subscriber[];
  readonly jobs: readonly Job[];
};

export function defineModule(module: {
  name: string;
  routes?: readonly Route[];
  subscribers?: readonly Subscriber[];
  jobs?: readonly Job[];
}): Module {
  return { name: module.name, routes: module.routes ?? [], subscribers: module.subscribers ?? [], jobs: module.jobs ?? [] };
}
