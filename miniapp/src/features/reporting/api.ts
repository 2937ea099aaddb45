import { get, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type PiecePrice = { readonly price: string | null };

export const loadPiecePrice = (itemCode: string, operationName: string): Promise<Answer<PiecePrice>> =>
  get<PiecePrice>(withQuery('/piece-prices', { itemCode, operationName }));
