import { Types } from 'mongoose';
import { draftImportBody } from '../../../contracts/api/integration';
import { AppError, accepted, defineCommand } from '../../../platform';
import { presentReceipt } from '../integration.presenter';
import { demandPermission } from '../may-import';
import { type ImportDraft, ImportDraftModel } from '../models/import-draft.model';
import { type ImportFile, ImportFileModel } from '../models/import-file.model';
import { planImport } from '../plan-import';

/** Says what a file that was just read would do, and keeps that for whoever uploaded it. Nothing of it is done. */
export const draftImport = defineCommand({
  name: 'integration.draft-import',
  permission: 'integration.import',
  input: draftImportBody,
  async run({ kind, fileName, sha256 }, { actor, scope, now }) {
    demandPermission(actor, kind);
    const file = await ImportFileModel.findOne({ factoryId: scope.factoryId, kind, sha256 }).lean<ImportFile>();
    if (!file) throw new AppError('import_expired');
    const plan = await planImport(file, { actor, now, fileName });
    const draft: ImportDraft = {
      _id: new Types.ObjectId(),
      factoryId: scope.factoryId,
      fileId: file._id,
      kind,
      fileName,
      sheet: file.sheet,
      state: plan.counts.bad > 0 ? 'bad' : 'ready',
      counts: plan.counts,
      shown: plan.shown,
      digest: plan.digest,
      createdById: actor.id,
      createdAt: now,
      appliedAt: null,
      expiresAt: file.expiresAt,
    };
    await ImportDraftModel.create([draft]);
    return accepted(presentReceipt(draft));
  },
});
