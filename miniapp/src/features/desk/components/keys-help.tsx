import { useDeskText } from '../texts';
import { Dialog } from './dialog';
import { Press } from './press';

/** Key and what it does. */
export type KeyHelp = readonly (readonly [key: string, does: string])[];

export function KeysHelp({ keys, onClose }: { readonly keys: KeyHelp; readonly onClose: () => void }) {
  const t = useDeskText();
  return (
    <Dialog
      title={t('keys_title')}
      onClose={onClose}
      actions={
        <Press kind='main' onPress={onClose}>
          {t('keys_close')}
        </Press>
      }
    >
      <dl className='keys'>
        {keys.map(([key, does]) => (
          <div key={key} className='keys-line'>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
