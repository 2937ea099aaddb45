import type { Doc } from '../types';

/** A stored document. Never changed: an update makes a new one with the same `rid`, which also gives the natural order. */
export type StoredRecord = { readonly rid: number; readonly doc: Doc; readonly raw: Uint8Array };

/** Sorts after every byte of an index key. */
export const AFTER_ALL = '\uffff';
