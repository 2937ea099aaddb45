import { importIdBody } from '../../../contracts/api/integration';
import type { FileImported } from '../../../contracts/events/integration';
import { AppError, accepted, defineCommand, refused } from '../../../platform';
import { ONE_RATE_CARD } from '../../payroll';
import { UNIQUE_IN_BULK } from '../../workorders';
import { presentReceipt } from '../integration.presenter';
import { loadDraft } from '../load-draft';
import { demandPermission } from '../may-import';
import { type ImportDraft, ImportDraftModel } from '../models/import-draft.model';
import { type ImportFile, ImportFileModel } from '../models/import-file.model';
import { ImportProgressModel } from '../models/import-progress.model';
import { planImport } from '../plan-import';

/**
 * Does what the preview said, all of it or nothing. Everything is judged again on what is there now: a bad row refuses the whole
 * (`import_has_bad_rows`), and so does anything that has changed since the preview (`import_stale`). Applying twice changes nothing.
 */
export const applyImport = defineCommand({
  name: 'integration.apply-import',
  permission: 'integration.import',
  input: importIdBody,
  againIfLostTo: [...UNIQUE_IN_BULK, ONE_RATE_CARD],
  queueBy: ({ importId }) => `import:${importId}`,
  async run({ importId }, { actor, scope, now, publish }) {
    const draft = await loadDraft(actor, importId);
    demandPermission(actor, draft.kind);
    if (draft.state === 'applied') return accepted(presentReceipt(draft));
    const applied: ImportDraft = { ...draft, state: 'applied', appliedAt: now };
    // First of all, so that of two who apply it at once one waits here and not after the work.
    await ImportDraftModel.updateOne({ _id: draft._id, factoryId: scope.factoryId }, { $set: { state: 'applied', appliedAt: now } });
    const file = await ImportFileModel.findOne({ factoryId: scope.factoryId, _id: draft.fileId }).lean<ImportFile>();
    if (!file) throw new AppError('import_expired');
    const plan = await planImport(file, { actor, now, fileName: draft.fileName });
    if (draft.state === 'bad' || plan.counts.bad > 0) return refused({ code: 'import_has_bad_rows', bad: plan.counts.bad });
    if (plan.digest !== draft.digest) return refused({ code: 'import_stale' });

    const { facts, releaseOrderIds } = await plan.carryOut(async (done, total) => {
      // Beside the transaction on purpose: whoever waits can read it before the transaction ends.
      const progress = { factoryId: scope.factoryId, done, total, at: new Date() };
      await ImportProgressModel.updateOne({ _id: draft._id }, { $set: progress }, { upsert: true }).session(null);
    });
    publish({
      type: 'integration.file_imported',
      version: 1,
      subject: `import:${importId}`,
      payload: { importId, kind: draft.kind, releaseOrderIds },
    } satisfies FileImported);
    for (const fact of facts) publish(fact);
    return accepted(presentReceipt(applied));
  },
});
