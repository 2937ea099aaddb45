import { NAMED_TRIGGERS, type NamedTrigger } from '@contracts/api/quality';
import type { OperationDto } from '@contracts/api/workorders';
import { useState } from 'react';
import { Dialog } from '../../desk/components/dialog';
import { Press } from '../../desk/components/press';
import { tell } from '../../desk/delayed-action';
import { reopenFirstArticle } from '../api';
import { useDirect } from '../hooks/use-direct';
import { useOrderText } from '../texts';
import { Refused, TextField } from './text-field';

/** A leader or an inspector says what has changed; from then on the first article counts anew (5M1E, B-6.1). */
export function RedoDialog({ operation, onClose }: { readonly operation: OperationDto; readonly onClose: () => void }) {
  const t = useOrderText();
  const [trigger, setTrigger] = useState<NamedTrigger>('tool');
  const [note, setNote] = useState('');
  const { refused, send } = useDirect();
  const submit = async () => {
    const body = { trigger, ...(note.trim() ? { note: note.trim() } : {}) };
    if (!(await send((key) => reopenFirstArticle(operation.id, body, key)))) return;
    onClose();
    tell({ lamp: 'wait', words: t('redo_told', { operation: operation.name }), sent: { done: 1, refused: [], unsent: false } });
  };
  return (
    <Dialog
      title={t('redo_title', { operation: operation.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <Press kind='main' id='do-redo' onPress={submit}>
          {t('redo_do', { why: t(`why_${trigger}`) })}
        </Press>
      }
    >
      <Refused why={refused} />
      <p className='note'>{t('redo_note')}</p>
      <fieldset className='choices'>
        <legend className='note'>{t('redo_why')}</legend>
        {NAMED_TRIGGERS.map((one) => (
          <label key={one} className='field-check'>
            <input type='radio' name='trigger' checked={one === trigger} onChange={() => setTrigger(one)} />
            {t(`why_${one}`)}
          </label>
        ))}
      </fieldset>
      <TextField label={t('redo_more')} value={note} onType={setNote} />
    </Dialog>
  );
}
