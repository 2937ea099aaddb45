import { type GivenUpDto, givenUpQuery } from '../../../contracts/api/ops';
import { defineQuery, type EntryGivenUp, entriesGivenUp } from '../../../platform';

/** What should have followed from something that happened and did not, newest first: which, since when, and with whom it got stuck. */
export const factsGivenUp = defineQuery({
  name: 'ops.facts-given-up',
  permission: 'ops.read',
  input: givenUpQuery,
  async run({ limit }, { scope }) {
    const { entries, total } = await entriesGivenUp(scope.factoryId, limit);
    return { items: entries.map(present), total };
  },
});

/** Names and codes only: the facts themselves may be about pay. */
function present({ _id, at, command, subject, facts, relay }: EntryGivenUp): GivenUpDto {
  return {
    entryId: _id.toHexString(),
    command,
    at: at.toISOString(),
    subject: subject ?? '',
    facts: facts.map(({ type }) => type),
    subscribers: relay?.failedSubscribers ?? [],
    failedSince: relay?.failedSince?.toISOString() ?? null,
    tries: relay?.attempts ?? 0,
    why: relay?.why ?? '',
  };
}
