import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Pulled at `/metrics` on its own port. Labels are patterns and names, never values, so that their number stays bounded. */
export const registry = new Registry();

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

export const httpDuration = new Histogram({
  name: 'http_server_request_duration_seconds',
  help: 'HTTP requests by route pattern',
  labelNames: ['method', 'route', 'status'],
  buckets: SECONDS,
  registers: [registry],
});
export const commandDuration = new Histogram({
  name: 'command_duration_seconds',
  help: 'Commands by name and outcome (accepted, refused, or an error code)',
  labelNames: ['command', 'outcome'],
  buckets: SECONDS,
  registers: [registry],
});
export const relayedFacts = new Counter({
  name: 'relay_facts_total',
  help: 'Facts handed to subscribers',
  labelNames: ['subscriber', 'result'],
  registers: [registry],
});

export function measureProcess(): void {
  collectDefaultMetrics({ register: registry });
}
