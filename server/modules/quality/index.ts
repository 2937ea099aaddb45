export { decideInspection } from './commands/decide-inspection';
export { requestInspection } from './commands/request-inspection';
export { quality } from './quality.module';
export { inspections } from './queries/inspections';
