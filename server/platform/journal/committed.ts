import { EventEmitter } from 'node:events';

/** Tells the relay of this process that there is something to hand on. Only a hint: the relay also looks by itself. */
export const journalCommitted = new EventEmitter<{ committed: [] }>();
