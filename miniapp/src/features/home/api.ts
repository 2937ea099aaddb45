import type { AlertDto } from '@contracts/api/alerts';
import type { ApprovalDto } from '@contracts/api/approvals';
import type { MeDto } from '@contracts/api/identity';
import type { InspectionDto } from '@contracts/api/quality';
import type { UnplacedReportDto } from '@contracts/api/reporting';
import { get, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

type Page<T> = { readonly items: readonly T[] };

export const loadMe = (): Promise<Answer<MeDto>> => get<MeDto>('/me');
export const loadOpenAlerts = (): Promise<Answer<Page<AlertDto>>> => get(withQuery('/alerts', { state: 'open', limit: '100' }));
export const loadPendingApprovals = (): Promise<Answer<Page<ApprovalDto>>> =>
  get(withQuery('/approvals', { state: 'pending', limit: '100' }));
export const loadOpenInspections = (): Promise<Answer<Page<InspectionDto>>> =>
  get(withQuery('/inspections', { state: 'open', limit: '100' }));
export const loadOpenUnplaced = (): Promise<Answer<Page<UnplacedReportDto>>> =>
  get(withQuery('/unplaced-reports', { state: 'open', limit: '100' }));
