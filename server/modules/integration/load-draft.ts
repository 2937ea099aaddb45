import { Types } from 'mongoose';
import { type Actor, AppError } from '../../platform';
import { type ImportDraft, ImportDraftModel } from './models/import-draft.model';

/** An upload of one's own. Somebody else's is not there: what it shows is what that person may see. */
export async function loadDraft(actor: Actor, importId: string): Promise<ImportDraft> {
  const draft = await ImportDraftModel.findOne({
    factoryId: actor.scope.factoryId,
    _id: new Types.ObjectId(importId),
    createdById: actor.id,
  }).lean<ImportDraft>();
  if (!draft) throw new AppError('not_found', { what: 'import' });
  return draft;
}
