export { tryAgain } from './commands/try-again';
export { ops } from './ops.module';
export { factsGivenUp } from './queries/facts-given-up';
