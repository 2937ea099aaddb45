import type { CheckedJournal, GivenUpPage } from '@contracts/api/ops';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

/** What should have followed from something that happened and did not, the newest first. */
export const loadGivenUp = (): Promise<Answer<GivenUpPage>> => get(withQuery('/facts-given-up', { limit: '100' }));
export const tryAgain = (entryId: string, key: string): Promise<Answer<{ readonly changed: boolean }>> =>
  post(`/facts-given-up/${entryId}/try-again`, {}, key);
/** The links of the chain over the journal behind `after`, looked at again. */
export const checkJournal = (after: number): Promise<Answer<CheckedJournal>> =>
  get(withQuery('/journal/seals', { after: String(after), limit: '20' }));
