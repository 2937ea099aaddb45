import { useEffect, useState } from 'react';
import { usePreferences } from '@/shared/preferences/preferences';

const WIDE = '(min-width: 1024px)';
/** From this text size on a table of eight columns no longer fits a desk's screen either. */
const LARGE_TEXT = 1.5;

/** Whether there is room for tables beside a navigation. */
export function useWide(): boolean {
  const { textScale } = usePreferences();
  const [wide, setWide] = useState(() => screenIsWide());
  useEffect(() => {
    const tell = () => setWide(screenIsWide());
    window.addEventListener('resize', tell);
    return () => window.removeEventListener('resize', tell);
  }, []);
  return wide && textScale < LARGE_TEXT;
}

function screenIsWide(): boolean {
  // Where there is no screen to ask about there is none that is narrow.
  return typeof window.matchMedia !== 'function' || window.matchMedia(WIDE).matches;
}
