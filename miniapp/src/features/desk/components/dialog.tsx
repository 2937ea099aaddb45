import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { useDeskText } from '../texts';
import { Press } from './press';

type DialogProps = {
  readonly title: string;
  readonly onClose: () => void;
  /** Enter in a field does it too. */
  readonly onSubmit?: () => void;
  readonly actions: ReactNode;
  readonly children: ReactNode;
};

const FOCUSABLE = 'button, input, select, textarea, a[href]';

/** A sheet over the page: the focus goes in, stays in, and returns to where it was; escape closes it. */
export function Dialog({ title, onClose, onSubmit, actions, children }: DialogProps) {
  const t = useDeskText();
  const sheet = useRef<HTMLFormElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    // With nothing to fill in yet the focus still has to come in: the keys of the page must not act behind a dialog.
    const first =
      sheet.current?.querySelector<HTMLElement>('input:not([type=submit]), select, textarea, .press-main') ??
      sheet.current?.querySelector('button');
    first?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const keep = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
    if (event.key === 'Tab') keepInside(event, sheet.current);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <div className='veil'>
      <form
        className='sheet'
        role='dialog'
        aria-modal='true'
        aria-labelledby={titleId}
        ref={sheet}
        onKeyDown={keep}
        onSubmit={submit}
        noValidate
      >
        <div className='sheet-head'>
          <h2 id={titleId} className='strong'>
            {title}
          </h2>
          <Press kind='plain' label={t('close')} onPress={onClose}>
            ×
          </Press>
        </div>
        <div className='sheet-body'>{children}</div>
        <div className='sheet-actions'>
          {onSubmit ? <input type='submit' style={{ display: 'none' }} /> : null}
          {actions}
        </div>
      </form>
    </div>
  );
}

function keepInside(event: KeyboardEvent, sheet: HTMLElement | null): void {
  const stops = [...(sheet?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])].filter(
    (stop) => stop.offsetParent !== null || stop === document.activeElement,
  );
  const first = stops[0];
  const last = stops.at(-1);
  const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
  if (!leaving) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}
