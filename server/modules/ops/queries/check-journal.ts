import { type CheckedJournal, checkJournalQuery } from '../../../contracts/api/ops';
import { checkSeals, defineQuery } from '../../../platform';

/** Whether the journal still says what it said when it was sealed, link by link from the oldest on. */
export const checkJournal = defineQuery({
  name: 'ops.check-journal',
  permission: 'ops.read',
  input: checkJournalQuery,
  async run({ after, limit }, { scope }): Promise<CheckedJournal> {
    const { seals, unsealed } = await checkSeals(scope.factoryId, after, limit);
    const items = seals.map(({ number, at, from, to, entries, hash, holds, found }) => ({
      number,
      at: at.toISOString(),
      from: from.toHexString(),
      to: to.toHexString(),
      entries,
      hash,
      holds,
      found,
    }));
    return { items, next: items.length === limit ? (items.at(-1)?.number ?? null) : null, unsealed };
  },
});
