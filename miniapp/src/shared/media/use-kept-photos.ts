import { useEffect, useRef, useState } from 'react';
import { addressOf, letGoOfAddress } from './byte-store';
import type { ShownPhoto } from './components/photo-strip';
import type { KeptMedia } from './kept-media';

/** Photos of this phone as they can be shown. */
export function useKeptPhotos(photos: readonly KeptMedia[]): ShownPhoto[] {
  const [addresses, setAddresses] = useState<Readonly<Record<string, string>>>({});
  const asked = useRef(new Set<string>());
  const made = useRef<string[]>([]);
  useEffect(() => {
    for (const { id, contentType } of photos) {
      if (asked.current.has(id)) continue;
      asked.current.add(id);
      void addressOf(id, contentType).then((address) => {
        if (!address) return;
        made.current.push(address);
        setAddresses((before) => ({ ...before, [id]: address }));
      });
    }
  }, [photos]);
  useEffect(
    () => () => {
      for (const address of made.current) letGoOfAddress(address);
    },
    [],
  );
  return photos.map(({ id }) => ({ id, thumb: addresses[id] ?? null, full: async () => addresses[id] ?? null }));
}
