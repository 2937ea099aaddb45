/** Decimal text of yuan as people read it: `¥12.00`, `-¥12.00`. */
export function showYuan(amount: string): string {
  return amount.startsWith('-') ? `-¥${amount.slice(1)}` : `¥${amount}`;
}
