/** A day of the factory's own calendar, `2026-11-22`: the day to which a shift belongs, not the day on the wall clock (B-11.1). */
export type BusinessDate = string;
