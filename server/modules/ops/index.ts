export { tryAgain } from './commands/try-again';
export { ops } from './ops.module';
export { checkJournal } from './queries/check-journal';
export { factsGivenUp } from './queries/facts-given-up';
