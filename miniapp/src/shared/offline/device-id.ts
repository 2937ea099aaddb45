import { readStored, writeStored } from '../storage/device-storage';
import { newPressKey } from './press-key';

const NAME = 'device-id';

/** This phone, as far as the queue is concerned; made on first use and kept. */
export function deviceId(): string {
  const known = readStored(NAME, (value): value is string => typeof value === 'string' && value !== '');
  if (known) return known;
  const made = newPressKey();
  writeStored(NAME, made);
  return made;
}
