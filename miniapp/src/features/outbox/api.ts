import type { UnplacedReportDto } from '@contracts/api/reporting';
import { get } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

/** One's own work that came too late, settled or not, newest first. */
export const loadMyUnplaced = (): Promise<Answer<{ readonly items: readonly UnplacedReportDto[] }>> => get('/unplaced-reports?limit=20');
