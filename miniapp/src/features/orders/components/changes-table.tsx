import type { ChangeChoice, OrderChangeDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { open } from '@/shared/navigation';
import { newPressKey } from '@/shared/offline/press-key';
import { explain } from '@/shared/request/explain';
import { shortMoment } from '@/shared/time/show-time';
import { type Lamp, LampTag } from '@/shared/ui/lamp';
import { Press } from '../../desk/components/press';
import { WideTable } from '../../desk/components/wide-table';
import { tell } from '../../desk/delayed-action';
import { answerChange, type ChangeState } from '../api';
import { changeWords } from '../row-words';
import { orderText, useOrderText } from '../texts';
import { ReasonDialog } from './reason-dialog';

type ChangesTableProps = {
  readonly changes: readonly OrderChangeDto[];
  readonly now: Date;
  readonly mayAnswer: boolean;
  /** On the page of one order its number goes without saying. */
  readonly ofOneOrder?: boolean;
  readonly onAnswered: () => void;
};
type Asking = { readonly change: OrderChangeDto; readonly answer: 'question' | 'refused' } | null;

const LAMPS: Readonly<Record<ChangeState, Lamp>> = { open: 'wait', question: 'wait', accepted: 'run', refused: 'stop' };

/** Changes as documents: what it was, what it is to be, who asked, who answered; a leader answers in the row. */
export function ChangesTable({ changes, now, mayAnswer, ofOneOrder = false, onAnswered }: ChangesTableProps) {
  const t = useOrderText();
  const [asking, setAsking] = useState<Asking>(null);
  const send = async (change: OrderChangeDto, answer: 'accepted' | 'question' | 'refused', note?: string, choice?: ChangeChoice) => {
    const body = { answer, ...(note ? { note } : {}), ...(choice ? { choice } : {}) };
    const said = await answerChange(change.id, body, newPressKey());
    if (said.ok) {
      tell({
        lamp: answer === 'accepted' ? 'run' : 'note',
        words: answered(change, answer),
        sent: { done: 1, refused: [], unsent: false },
      });
    } else {
      const { title, detail } = explain(said.failure);
      tell({ lamp: 'stop', words: orderText('refused_line', { orderNo: change.orderNo, why: `${title} ${detail}`.trim() }), sent: null });
    }
    onAnswered();
  };
  return (
    <>
      <WideTable label={t('changes')}>
        <table>
          <thead>
            <tr>
              {ofOneOrder ? null : <th>{t('col_no')}</th>}
              <th>{t('col_change')}</th>
              <th>{t('col_why')}</th>
              <th>{t('col_asked_by')}</th>
              <th>{t('col_answer')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.id} data-change={change.orderNo}>
                {ofOneOrder ? null : (
                  <td>
                    <Press kind='plain' className='link-press' onPress={() => open('order', { id: change.workOrderId })}>
                      {change.orderNo}
                    </Press>
                  </td>
                )}
                <td>{changeWords(change.from, change.to)}</td>
                <td>{change.reason}</td>
                <td>
                  {change.requestedBy.name}
                  <div className='note'>{shortMoment(change.requestedAt, now)}</div>
                </td>
                <td>
                  <LampTag lamp={LAMPS[change.state]}>{t(`answer_${change.state}`)}</LampTag>
                  <div className='note'>{answerNote(change, now)}</div>
                  {isPending(change) && change.surplus ? (
                    <div className='text-wait'>
                      ◆ {t('surplus_note', { made: change.surplus.madeQty, surplus: change.surplus.surplusQty })}
                    </div>
                  ) : null}
                  {isPending(change) && mayAnswer ? (
                    <div className='desk-actions gap-top-small'>
                      {change.surplus ? (
                        <Choices
                          change={change}
                          surplus={change.surplus}
                          onChoose={(choice) => send(change, 'accepted', undefined, choice)}
                        />
                      ) : (
                        <Press kind='main' onPress={() => send(change, 'accepted')}>
                          {t('accept')}
                        </Press>
                      )}
                      <Press onPress={() => setAsking({ change, answer: 'question' })}>{t('ask')}</Press>
                      <Press onPress={() => setAsking({ change, answer: 'refused' })}>{t('refuse')}</Press>
                    </div>
                  ) : null}
                  {change.state === 'open' && !mayAnswer ? <div className='note'>{t('waits_for_leader')}</div> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {asking ? (
        <ReasonDialog
          title={
            asking.answer === 'question'
              ? t('ask_title', { name: asking.change.requestedBy.name })
              : t('refuse_title', { orderNo: asking.change.orderNo })
          }
          detail={changeWords(asking.change.from, asking.change.to)}
          label={t(asking.answer === 'question' ? 'note_ask' : 'note_refuse')}
          action={t(asking.answer === 'question' ? 'send_ask' : 'send_refuse', { name: asking.change.requestedBy.name })}
          onClose={() => setAsking(null)}
          onDone={(note) => void send(asking.change, asking.answer, note)}
        />
      ) : null}
    </>
  );
}

type ChoicesProps = {
  readonly change: OrderChangeDto;
  readonly surplus: NonNullable<OrderChangeDto['surplus']>;
  readonly onChoose: (choice: ChangeChoice) => Promise<void>;
};

/** More is made than the order would be for: what becomes of that (B-1.18). */
function Choices({ change, surplus, onChoose }: ChoicesProps) {
  const t = useOrderText();
  const { from, to } = change;
  return (
    <>
      <Press id='choose-keep' onPress={() => onChoose('keep')}>
        {t('choose_do', { from: from.plannedQty })}
      </Press>
      <Press id='choose-stop' onPress={() => onChoose('stop')}>
        {t('choose_stop', { made: surplus.madeQty })}
      </Press>
      <Press id='choose-scrap' onPress={() => onChoose('scrap_surplus')}>
        {t('choose_scrap', { to: to.plannedQty, surplus: surplus.surplusQty })}
      </Press>
    </>
  );
}

const isPending = ({ state }: OrderChangeDto): boolean => state === 'open' || state === 'question';

function answerNote({ answeredBy, answeredAt, note, choice }: OrderChangeDto, now: Date): string {
  return [answeredBy?.name, answeredAt ? shortMoment(answeredAt, now) : null, choice ? orderText(`choice_${choice}`) : null, note]
    .filter(Boolean)
    .join(' · ');
}

function answered(change: OrderChangeDto, answer: 'accepted' | 'question' | 'refused'): string {
  if (answer === 'accepted') return orderText('accepted_told', { orderNo: change.orderNo });
  return orderText(answer === 'question' ? 'asked_told' : 'refused_told', { name: change.requestedBy.name });
}
