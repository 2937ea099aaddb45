import type { OperationDto } from '@contracts/api/workorders';
import { formatQuantity, parseQuantity } from '@contracts/quantity';

/** Until an inspector has passed the first piece, only a few may be made (B-6.1). */
export function isFirstArticleOpen({ firstArticle }: OperationDto): boolean {
  return firstArticle.state === 'due' || firstArticle.state === 'open';
}

/** What a report will most likely say, decimal text: the first piece before it is passed, else what is missing to the target. */
export function expectedQty(operation: OperationDto): string {
  if (isFirstArticleOpen(operation)) return '1';
  const processed = scaled(operation.goodQty) + scaled(operation.scrapQty) + scaled(operation.inReworkQty);
  const missing = scaled(operation.targetQty) - processed;
  return missing > 0 ? formatQuantity(missing) : operation.readyQty;
}

function scaled(qty: string): number {
  return parseQuantity(qty) ?? 0;
}
