import { scrapReasonCodes } from '../../../contracts/api/reporting';
import { parseQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, refused } from '../../../platform';
import type { ReportedQuantities } from '../../workorders';

export type Written = { goodQty: string; scrap: readonly { reasonCode: string; qty: string }[]; reworkQty?: string };

/** Decimal text to ten-thousandths. Scrap lines of nothing are left out; a reason that nobody knows is refused. */
export function readQuantities(written: Written): Outcome<ReportedQuantities> {
  const scrap = written.scrap.map(({ reasonCode, qty }) => ({ reasonCode, qty: scaled(qty) })).filter(({ qty }) => qty > 0);
  const stranger = scrap.find(({ reasonCode }) => !scrapReasonCodes.some((known) => known === reasonCode));
  if (stranger) return refused({ code: 'scrap_reason_unknown', reasonCode: stranger.reasonCode, known: scrapReasonCodes });
  return accepted({ goodQty: scaled(written.goodQty), scrap, reworkQty: scaled(written.reworkQty ?? '0') });
}

function scaled(text: string): number {
  const qty = parseQuantity(text);
  if (qty === null) throw new Error(`the contract let a quantity through that is none: ${text}`);
  return qty;
}
