import type { PayDto } from '@contracts/api/payroll';
import { get } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

/** The pay of the business day that is running now. */
export const loadPayToday = (): Promise<Answer<PayDto>> => get<PayDto>('/my/pay');

/** The pay of the business days of one month, `2026-11`. */
export const loadPayOfMonth = (month: string): Promise<Answer<PayDto>> => get<PayDto>(`/my/pay?month=${month}`);
