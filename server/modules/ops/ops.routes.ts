import { checkedJournal, givenUpPage } from '../../contracts/api/ops';
import { done } from '../../contracts/api/primitives';
import { commandRoute, queryRoute } from '../../platform';
import { tryAgain } from './commands/try-again';
import { checkJournal } from './queries/check-journal';
import { factsGivenUp } from './queries/facts-given-up';

export const routes = [
  queryRoute('/facts-given-up', factsGivenUp, givenUpPage),
  queryRoute('/journal/seals', checkJournal, checkedJournal),
  commandRoute('/facts-given-up/:entryId/try-again', tryAgain, done),
];
