import type { InspectionDto } from '@contracts/api/quality';
import { get, post, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type Inspections = { readonly items: readonly InspectionDto[] };
export type AttachedIds = { readonly photoIds?: readonly string[]; readonly voiceId?: string | null };
export type Verdict = { readonly result: 'passed' } | { readonly result: 'failed'; readonly reason: string };

/** What waits for an inspector, longest waiting first. */
export const loadOpenInspections = (): Promise<Answer<Inspections>> => get<Inspections>(withQuery('/inspections', { state: 'open' }));

export const decideInspection = (inspectionId: string, verdict: Verdict & AttachedIds, key: string): Promise<Answer<InspectionDto>> =>
  post<InspectionDto>(`/inspections/${inspectionId}/decision`, verdict, key);

export type AskedConcession = { readonly deviation: string; readonly reason: string };
export const askConcession = (inspectionId: string, asked: AskedConcession & AttachedIds, key: string): Promise<Answer<InspectionDto>> =>
  post<InspectionDto>(`/inspections/${inspectionId}/concession`, asked, key);
