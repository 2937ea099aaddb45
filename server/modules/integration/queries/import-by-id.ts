import { importIdBody } from '../../../contracts/api/integration';
import { defineQuery } from '../../../platform';
import { namesOf } from '../../identity';
import { presentImport } from '../integration.presenter';
import { loadDraft } from '../load-draft';
import { ImportProgressModel } from '../models/import-progress.model';

/** Longer than one step of applying ever takes. */
const FRESH_MS = 60_000;

/** The preview of an upload of one's own, and how far applying it has come. */
export const importById = defineQuery({
  name: 'integration.import-by-id',
  permission: 'integration.import',
  input: importIdBody,
  async run({ importId }, { actor, scope, now }) {
    const draft = await loadDraft(actor, importId);
    const progress =
      draft.state === 'applied' ? null : await ImportProgressModel.findOne({ _id: draft._id, factoryId: scope.factoryId }).lean();
    const names = await namesOf(scope.factoryId, [draft.createdById]);
    const running = progress && now.getTime() - progress.at.getTime() < FRESH_MS ? { done: progress.done, total: progress.total } : null;
    return presentImport(draft, names.get(draft.createdById) ?? draft.createdById, running);
  },
});
