import type { MediaIds } from '@/shared/media/send-media';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type PiecePrice = { readonly price: string | null };

export const loadPiecePrice = (itemCode: string, operationName: string): Promise<Answer<PiecePrice>> =>
  get<PiecePrice>(withQuery('/piece-prices', { itemCode, operationName }));

export type OverProductionAsked = { readonly qty: string; readonly reason: string };

export const requestOverProduction = (
  operationId: string,
  asked: OverProductionAsked & MediaIds,
  key: string,
): Promise<Answer<{ readonly approvalId: string }>> => post(`/operations/${operationId}/over-production-requests`, asked, key);
