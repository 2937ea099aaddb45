import type { OperationDto } from '@contracts/api/workorders';
import { barsOf } from '../row-words';
import { useOrderText } from '../texts';

/** The operations of an order side by side; the same in words for whoever cannot see them. */
export function OperationBars({ operations }: { readonly operations: readonly OperationDto[] }) {
  const t = useOrderText();
  const words = operations
    .map(({ name, goodQty, targetQty }) => t('bars_part', { name, good: goodQty, target: targetQty }))
    .join(t('names_join'));
  return (
    <div className='bars' role='img' aria-label={words} title={words}>
      {barsOf(operations).map(({ id, share, tone }) => (
        <div key={id} className={`bars-part bars-${tone}`}>
          {share > 0 ? <div className='bars-done' style={{ width: `${share * 100}%` }} /> : null}
        </div>
      ))}
    </div>
  );
}
