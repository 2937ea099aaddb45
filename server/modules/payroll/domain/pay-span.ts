import type { BusinessDate } from '../../../contracts/business-date';

export type PaySpan = { readonly from: BusinessDate; readonly to: BusinessDate };

/** The business days asked for: a day, a whole month (`2026-11`), or today. */
export function paySpan(asked: { date?: BusinessDate | undefined; month?: string | undefined }, today: BusinessDate): PaySpan {
  if (asked.date !== undefined || asked.month === undefined) {
    const day = asked.date ?? today;
    return { from: day, to: day };
  }
  const [year = 0, month = 0] = asked.month.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return { from: `${asked.month}-01`, to: `${asked.month}-${lastDay}` };
}
