/**
 * Quantities are integers in ten-thousandths of the base unit; people and wires see decimal text.
 * No floating-point arithmetic anywhere (B-10.1): `1.5` is 15000, and adding two of them is adding integers.
 */
export const QUANTITY_SCALE = 10_000;
/** 100 million pieces: far above any order, far below the point where integers stop being exact. */
export const LARGEST_QUANTITY = 100_000_000 * QUANTITY_SCALE;

/** At most nine digits before the point and four after it, as a person writes them. */
export const DECIMAL_TEXT = /^(\d{1,9})(?:\.(\d{1,4}))?$/;

/** Decimal text (`"20"`, `"0.125"`) to ten-thousandths; null when it is no such number or is too large. Never negative. */
export function parseQuantity(text: string): number | null {
  const match = DECIMAL_TEXT.exec(text);
  if (!match) return null;
  const scaled = Number(match[1]) * QUANTITY_SCALE + Number((match[2] ?? '').padEnd(4, '0'));
  return scaled <= LARGEST_QUANTITY ? scaled : null;
}

/** Ten-thousandths to the shortest decimal text: 200000 is `"20"`, 1250 is `"0.125"`. */
export function formatQuantity(scaled: number): string {
  const sign = scaled < 0 ? '-' : '';
  const whole = Math.floor(Math.abs(scaled) / QUANTITY_SCALE);
  const rest = String(Math.abs(scaled) % QUANTITY_SCALE)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return rest ? `${sign}${whole}.${rest}` : `${sign}${whole}`;
}

/** Whether a quantity fits a unit that is counted in steps of 10^-decimals (B-10.2: whole units refuse fractions). */
export function fitsUnit(scaled: number, decimals: number): boolean {
  return scaled % 10 ** (4 - decimals) === 0;
}

/** Rounds down to the unit's precision, as a cap must (B-1.2: 34.65 pieces is a cap of 34). */
export function floorToUnit(scaled: number, decimals: number): number {
  return scaled - (scaled % 10 ** (4 - decimals));
}
