import type { PersonDto } from '../../../contracts/api/identity';
import { inBatches, type Scope } from '../../../platform';
import { presentPerson } from '../identity.presenter';
import { type Person, PersonModel } from '../models/person.model';
import { ALL_WORKSHOPS } from '../people';

const BATCH = 50;

/** Everybody of the workshops that the asker may see, those who have left last, in batches. */
export async function* everyPerson({ factoryId, workshopIds }: Scope): AsyncGenerator<PersonDto[]> {
  for (const state of ['active', 'departed'] as const) {
    const where = workshopIds === 'all' ? {} : { workshopIds: { $in: [...workshopIds, ALL_WORKSHOPS] } };
    const rows = PersonModel.find({ factoryId, state, ...where })
      .lean<Person[]>()
      .cursor({ batchSize: BATCH });
    for await (const batch of inBatches(rows, BATCH)) yield (batch as Person[]).map(presentPerson);
  }
}
