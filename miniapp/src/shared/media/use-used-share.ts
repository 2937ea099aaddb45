import { useEffect, useState } from 'react';
import { usedShareOfSpace } from '../storage/space';
import { usedShareOfRoom } from './byte-store';

/** How much of the phone's room for this app is used, 0 to 1: the fuller of words and of photos. Looked at anew when `whatIsKept` changes. */
export function useUsedShare(whatIsKept: number): number {
  const [room, setRoom] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new number is a reason to look again
  useEffect(() => {
    void usedShareOfRoom().then(setRoom);
  }, [whatIsKept]);
  return Math.max(usedShareOfSpace(), room);
}
