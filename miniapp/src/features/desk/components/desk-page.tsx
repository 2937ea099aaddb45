import type { ReactNode } from 'react';
import { useEffect, useState } from 'react';
import { useSession } from '@/shared/auth/session';
import { open, type PageName, restartAt } from '@/shared/navigation';
import { useObservable } from '@/shared/observable';
import { usePreferences } from '@/shared/preferences/preferences';
import { systemTheme } from '@/shared/preferences/system-theme';
import { useConnection } from '@/shared/request/connection';
import { lasted } from '@/shared/time/show-time';
import { useNow } from '@/shared/time/use-now';
import { LampTag } from '@/shared/ui/lamp';
import { paintShell } from '@/shared/ui/shell';
import '../desk.css';
import { useKeys } from '../hooks/use-keys';
import { useShown } from '../hooks/use-shown';
import { useWide } from '../hooks/use-wide';
import { useDeskText } from '../texts';
import { type KeyHelp, KeysHelp } from './keys-help';
import { OutcomeBar } from './outcome-bar';
import { Press } from './press';

const ROOMS = ['orders', 'dispatch', 'orderChanges', 'importOrders'] as const;
export type Room = (typeof ROOMS)[number];

type DeskPageProps = {
  readonly room: Room;
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly keys?: KeyHelp;
  /** How many things wait in a room, for the navigation. */
  readonly counts?: Partial<Record<Room, number>>;
  readonly children: ReactNode;
};

/** The frame of every page of the desk: navigation, title, actions, and at the foot what can still be taken back. */
export function DeskPage(props: DeskPageProps) {
  const signedIn = useSession() !== null;
  useEffect(() => {
    if (!signedIn) void restartAt('signIn');
  }, [signedIn]);
  return signedIn ? <Desk {...props} /> : null;
}

function Desk({ room, title, actions, keys = [], counts = {}, children }: DeskPageProps) {
  const t = useDeskText();
  const { theme, textScale, locale } = usePreferences();
  const ofSystem = useObservable(systemTheme);
  const shown = theme === 'system' ? ofSystem : theme;
  const wide = useWide();
  const shownNow = useShown();
  const [helping, setHelping] = useState(false);
  useEffect(() => paintShell(shown), [shown]);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  useKeys({ '?': () => setHelping(true) });
  const go = (page: PageName) => (page === room ? undefined : restartAt(page));
  return (
    <div
      className={`page desk theme-${shown} desk-${wide ? 'wide' : 'narrow'}`}
      style={{ '--u': `${textScale / 16}rem` } as Record<string, string>}
    >
      <nav className='desk-nav' aria-label={t('pages')}>
        <b className='desk-product'>{t('product')}</b>
        {ROOMS.map((name) => (
          <Press key={name} kind='plain' current={name === room} className='desk-room' onPress={() => go(name)}>
            <span>{t(name)}</span>
            {counts[name] === undefined ? null : <span>{counts[name]}</span>}
          </Press>
        ))}
        <Press kind='plain' className='desk-room' onPress={() => open('myTasks')}>
          {t('myTasks')}
        </Press>
        <Press kind='plain' className='desk-room' onPress={() => open('preferences')}>
          {t('preferences')}
        </Press>
        <Press kind='plain' className='desk-room' id='show-keys' onPress={() => setHelping(true)}>
          <span>{t('keys')}</span>
          <kbd>?</kbd>
        </Press>
        <Link />
      </nav>
      <main className='desk-main'>
        <div className='desk-head'>
          <h1 className='title'>{title}</h1>
          {actions ? <div className='desk-actions'>{actions}</div> : null}
        </div>
        {children}
        {shownNow ? <OutcomeBar /> : null}
      </main>
      {helping ? <KeysHelp keys={keys} onClose={() => setHelping(false)} /> : null}
    </div>
  );
}

function Link() {
  const t = useDeskText();
  const connection = useConnection();
  const now = useNow();
  return (
    <div className='desk-link note' role='status'>
      <span>{t('link')}</span>
      {connection.reachable ? (
        <LampTag lamp='run'>{t('reachable')}</LampTag>
      ) : (
        <LampTag lamp='wait'>{t('unreachable', { lasted: lasted(connection.since, now) })}</LampTag>
      )}
    </div>
  );
}
