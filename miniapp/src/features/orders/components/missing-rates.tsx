import type { AlertDto } from '@contracts/api/alerts';
import { get } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';
import { useRemote } from '@/shared/request/use-remote';
import { LampWord } from '@/shared/ui/lamp';
import { useOrderText } from '../texts';

const loadOpenAlerts = (): Promise<Answer<{ readonly items: readonly AlertDto[] }>> => get('/alerts?state=open&limit=100');

/** Operations that somebody has worked at and that have no price: what a price list is needed for first. */
export function MissingRates() {
  const t = useOrderText();
  const missing = useRemote(loadOpenAlerts).value?.items.filter(({ rule }) => rule === 'rate_missing') ?? [];
  if (missing.length === 0) return null;
  return (
    <section className='section' id='missing-rates'>
      <h2 className='strong'>{t('missing_rates')}</h2>
      <div className='card'>
        {missing.map(({ id, text }) => (
          <div key={id}>
            <LampWord lamp='wait'>{text}</LampWord>
          </div>
        ))}
        <p className='note'>{t('missing_rates_detail')}</p>
      </div>
    </section>
  );
}
