import type { ScrapReason } from '@contracts/api/reporting';

// Typed by the contract so that a reason added there does not compile until it has its place here. The contract's own list would bring
// every request schema into the package of the phone.
const PLACE: Readonly<Record<ScrapReason, number>> = {
  scratch: 0,
  size_out: 1,
  porosity: 2,
  tool_wear: 3,
  machine_fault: 4,
  wrong_material: 5,
  drawing_error: 6,
  other: 7,
};

/** Scrap reasons, the usual ones first. */
export const SCRAP_REASONS_IN_ORDER: readonly ScrapReason[] = isReasons(Object.keys(PLACE)).sort((a, b) => PLACE[a] - PLACE[b]);

/** How many are shown before 「更多」. */
export const USUAL_REASONS = 3;

function isReasons(keys: string[]): ScrapReason[] {
  return keys.filter((key): key is ScrapReason => key in PLACE);
}
