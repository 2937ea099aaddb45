import type { OrderHistoryDto } from '@contracts/api/order-board';
import { MediaShown } from '@/shared/media/components/media-shown';
import { shortMoment } from '@/shared/time/show-time';
import { eventWords } from '../event-words';
import { useOrderText } from '../texts';

/** Who did what to an order and when, newest first. */
export function HistoryList({ history, now }: { readonly history: OrderHistoryDto; readonly now: Date }) {
  const t = useOrderText();
  return (
    <>
      <ol className='events'>
        {history.items.map((event) => (
          // A fact has no number of its own: it is what it says.
          <li key={JSON.stringify(event)} className='event'>
            <span className='note'>{shortMoment(event.at, now)}</span>
            <div>
              {eventWords(event)}
              <div className='note'>{event.by?.name ?? t('by_product')}</div>
              <MediaShown media={event.media} />
            </div>
          </li>
        ))}
      </ol>
      {history.truncated ? <p className='note'>{t('history_truncated')}</p> : null}
    </>
  );
}
