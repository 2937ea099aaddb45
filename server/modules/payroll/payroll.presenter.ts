import type { PayDto, PayLineDto, PieceRateDto } from '../../contracts/api/payroll';
import { formatMoney } from '../../contracts/money';
import { formatQuantity } from '../../contracts/quantity';
import { formulaOf, withoutAnswered } from './domain/pay-line';
import type { PayLine } from './models/pay-line.model';
import type { StoredRate } from './models/rate-card.model';
import { idOfLine } from './pay-chain';

export const presentPieceRate = (of: { itemCode: string; operationName: string }, rate: StoredRate): PieceRateDto => ({
  id: rate._id.toHexString(),
  itemCode: of.itemCode,
  operationName: of.operationName,
  price: formatMoney(rate.price),
  reworkPrice: rate.reworkPrice === null ? null : formatMoney(rate.reworkPrice),
  validFrom: rate.validFrom,
  validTo: rate.validTo,
});

export const presentPayLine = (line: PayLine): PayLineDto => ({
  id: idOfLine(line),
  personId: line.personId,
  kind: line.kind,
  reportId: line.reportId,
  orderNo: line.orderNo,
  operationName: line.operationName,
  itemName: line.itemName,
  qty: formatQuantity(line.qty),
  price: line.price === null ? null : formatMoney(line.price),
  amount: formatMoney(line.amount),
  formula: formulaOf(line),
  businessDate: line.businessDate,
  occurredAt: line.occurredAt.toISOString(),
});

/** A span of pay: the lines with the sums over them, nothing in the sums that is not in a line (B-8.9). */
export function presentPay(span: { from: string; to: string }, booked: readonly PayLine[]): PayDto {
  const lines = withoutAnswered(booked, idOfLine);
  const days = [...new Set(lines.map(({ businessDate }) => businessDate))].sort().reverse();
  return {
    ...span,
    ...sumsOf(lines),
    days: days.map((businessDate) => ({ businessDate, ...sumsOf(lines.filter((line) => line.businessDate === businessDate)) })),
    lines: lines.map(presentPayLine),
  };
}

const sumsOf = (lines: readonly PayLine[]): Pick<PayDto, 'total' | 'goodQty' | 'scrapQty'> => ({
  total: formatMoney(sum(lines.map(({ amount }) => amount))),
  goodQty: formatQuantity(sum(lines.map(({ qty }) => qty))),
  scrapQty: formatQuantity(sum(lines.map(({ scrapQty }) => scrapQty))),
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
