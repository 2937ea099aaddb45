import { useState } from 'react';
import { Dialog } from '../../desk/components/dialog';
import { Field } from '../../desk/components/field';
import { Press } from '../../desk/components/press';
import { useOrderText } from '../texts';

type ReasonDialogProps = {
  readonly title: string;
  readonly detail?: string;
  readonly label: string;
  /** What will happen, in the words of the button. */
  readonly action: string;
  readonly onDone: (reason: string) => void;
  readonly onClose: () => void;
};

/** Asks for the words that go with something: why an order stops, what is asked, why not. */
export function ReasonDialog({ title, detail, label, action, onDone, onClose }: ReasonDialogProps) {
  const t = useOrderText();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (!reason.trim()) return;
    onClose();
    onDone(reason.trim());
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <Press kind='main' id='do-it' onPress={submit}>
          {action}
        </Press>
      }
    >
      {detail ? <p className='note'>{detail}</p> : null}
      <Field label={label} problem={tried && !reason.trim() ? t('missing_reason') : null}>
        {(id, describedBy) => (
          <input
            id={id}
            className='box'
            maxLength={200}
            value={reason}
            aria-describedby={describedBy}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </Dialog>
  );
}
