/** The month of a business date: `2026-11` of `2026-11-24`. */
export const monthOf = (businessDate: string): string => businessDate.slice(0, 7);

/** The month before one: `2025-12` of `2026-01`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
}
