import { parseQuantity } from '@contracts/quantity';
import type { WorkRefusal } from '@/shared/offline/queued-work';

/** How many can be reported according to a refusal, ten-thousandths of the unit; null when the refusal is about something else. */
export function readyAfterRefusal({ code, details }: WorkRefusal): number | null {
  switch (code) {
    case 'more_than_ready':
      return quantity(details.readyQty);
    case 'first_article_open':
    case 'over_production':
      return remaining(quantity(details.capQty), quantity(details.doneQty));
    default:
      return null;
  }
}

function quantity(value: unknown): number | null {
  return typeof value === 'string' ? parseQuantity(value) : null;
}

function remaining(cap: number | null, done: number | null): number | null {
  return cap === null || done === null ? null : Math.max(0, cap - done);
}
