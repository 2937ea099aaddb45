export { decideInspection } from './commands/decide-inspection';
export { reopenFirstArticle } from './commands/reopen-first-article';
export { requestConcession } from './commands/request-concession';
export { requestInspection } from './commands/request-inspection';
export { quality } from './quality.module';
export { everyInspection } from './queries/every-inspection';
export { inspections } from './queries/inspections';
