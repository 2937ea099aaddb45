import { useEffect } from 'react';
import { serverNow } from '@/shared/time/clock';
import { timeOfDay } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { LampWord } from '@/shared/ui/lamp';
import { type Delayed, isWaiting, type Outcome, sendNow, takeBack, tell, useOutcome, useWaiting } from '../delayed-action';
import { deskText, useDeskText } from '../texts';
import { Press } from './press';

/** At the foot of the desk: what is about to go out and can be taken back, or what came of it. */
export function OutcomeBar() {
  const waiting = useWaiting();
  const outcome = useOutcome();
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (isWaiting()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
  return (
    <div className='outcome' role='status'>
      {waiting ? <Waiting action={waiting} /> : null}
      {!waiting && outcome ? <Told outcome={outcome} /> : null}
    </div>
  );
}

function Waiting({ action }: { readonly action: Delayed }) {
  const t = useDeskText();
  useNow(500);
  const seconds = Math.max(0, Math.ceil((action.sendsAtMs - Date.now()) / 1000));
  const back = () => {
    if (takeBack()) tell({ lamp: 'idle', words: deskText('taken_back'), sent: null });
  };
  return (
    <div className='outcome-card'>
      {/* The seconds are for the eye: read aloud each of them would drown the rest. */}
      <span aria-hidden>{t('waits', { words: action.words, seconds })}</span>
      <span className='unseen'>{t('waits', { words: action.words, seconds: 10 })}</span>
      <div className='outcome-actions'>
        <Press id='take-back' onPress={back}>
          {t('take_back')}
        </Press>
        <Press kind='main' id='send-now' onPress={sendNow}>
          {t('send_now')}
        </Press>
      </div>
    </div>
  );
}

function Told({ outcome }: { readonly outcome: Outcome }) {
  const t = useDeskText();
  return (
    <div className='outcome-card'>
      <div>
        <LampWord lamp={outcome.lamp}>{title(outcome)}</LampWord>
        {outcome.sent?.refused.map((line) => (
          <div key={line} className='note'>
            {line}
          </div>
        ))}
        {outcome.sent?.unsent ? <div className='note'>{t('not_sent_detail')}</div> : null}
        {outcome.sent && !outcome.sent.unsent ? (
          <div className='note'>{t('at_time', { time: timeOfDay(serverNow().toISOString()) })}</div>
        ) : null}
      </div>
      <div className='outcome-actions'>
        {outcome.undo ? (
          <Press id='undo' onPress={outcome.undo}>
            {t('take_back')}
          </Press>
        ) : null}
        {outcome.again ? (
          <Press kind='main' onPress={outcome.again}>
            {t('try_again')}
          </Press>
        ) : null}
        <Press kind='plain' label={t('close')} onPress={() => tell(null)}>
          ×
        </Press>
      </div>
    </div>
  );
}

function title({ words, sent }: Outcome): string {
  if (!sent) return words;
  if (sent.unsent) return deskText('not_sent', { words });
  if (sent.refused.length === 0) return deskText('all_done', { words });
  return sent.done > 0 ? deskText('some_done', { words, done: sent.done, refused: sent.refused.length }) : deskText('none_done', { words });
}
