import type { ImportDto, ImportReceiptDto } from '../../contracts/api/integration';
import type { ImportDraft } from './models/import-draft.model';

export const presentReceipt = ({ _id, kind, state, counts }: ImportDraft): ImportReceiptDto => ({
  id: _id.toHexString(),
  kind,
  state,
  counts,
});

export function presentImport(draft: ImportDraft, name: string, progress: { done: number; total: number } | null): ImportDto {
  return {
    ...presentReceipt(draft),
    fileName: draft.fileName,
    sheet: draft.sheet,
    ...draft.shown,
    progress,
    createdBy: { id: draft.createdById, name },
    createdAt: draft.createdAt.toISOString(),
    appliedAt: draft.appliedAt?.toISOString() ?? null,
    expiresAt: draft.expiresAt.toISOString(),
  };
}
