import BTree from 'sorted-btree';
import { order } from '../bson-values/kinds';
import type { Doc } from '../types';
import { duplicateKey, type IndexSpec, IndexTree } from './index-tree';

/** A stored document. Never changed: an update makes a new one with the same `rid`, which also gives the natural order. */
export type StoredRecord = { readonly rid: number; readonly doc: Doc; readonly raw: Uint8Array };

/** How the entries of one record change in one index. */
type IndexChange = { index: IndexTree; add: string[]; drop: string[] };
export type Change = { before: StoredRecord | null; after: StoredRecord | null; entries: IndexChange[] };

/** Called for each unique key that a change takes, with the record id that has it now. May throw. */
export type UniqueCheck = (index: IndexTree, key: string, holder: number | undefined) => void;

/** The records of one collection with their indexes. `clone()` is O(1) per tree: snapshots of transactions and cursors are clones. */
export class CollectionState {
  readonly records: BTree<number, StoredRecord>;
  readonly indexes = new Map<string, IndexTree>();

  constructor(from?: CollectionState) {
    this.records = from ? from.records.clone() : new BTree<number, StoredRecord>(undefined, order);
    if (from) for (const index of from.indexes.values()) this.indexes.set(index.name, index.clone());
  }

  clone(): CollectionState {
    return new CollectionState(this);
  }

  get(rid: number): StoredRecord | undefined {
    return this.records.get(rid);
  }

  /** What replacing `before` by `after` changes in the indexes. Throws 171; uniqueness is not looked at. */
  change(before: StoredRecord | null, after: StoredRecord | null): Change {
    const entries: IndexChange[] = [];
    for (const index of this.indexes.values()) {
      if (before && after && index.untouched(before.doc, after.doc)) continue;
      const now = after ? index.keys(after.doc) : [];
      const old = before ? index.keys(before.doc) : [];
      const add = now.filter((k) => !old.includes(k));
      const drop = old.filter((k) => !now.includes(k));
      if (add.length + drop.length > 0) entries.push({ index, add, drop });
    }
    return { before, after, entries };
  }

  /** Throws E11000 when a unique key of the change belongs to another record. */
  checkUnique(namespace: string, { before, after, entries }: Change, check?: UniqueCheck): void {
    if (!after) return;
    for (const { index, add } of entries) {
      for (const key of index.unique ? add : []) {
        const holder = index.tree.get(key);
        check?.(index, key, holder);
        if (holder !== undefined && holder !== before?.rid) throw duplicateKey(namespace, index, after.doc, key);
      }
    }
  }

  apply(change: Change): void {
    this.detach(change);
    this.attach(change);
  }

  /** First half of `apply`: takes the old entries away. Changes that pass a unique key on between records are detached first, all of them. */
  detach({ before, after, entries }: Change): void {
    if (!before) return;
    for (const { index, drop } of entries) for (const key of drop) index.tree.delete(index.entry(key, before.rid));
    if (!after) this.records.delete(before.rid);
  }

  attach({ after, entries }: Change): void {
    if (!after) return;
    for (const { index, add } of entries) for (const key of add) index.tree.set(index.entry(key, after.rid), after.rid);
    this.records.set(after.rid, after);
  }

  /** Builds an index over all records. Throws E11000. */
  addIndex(namespace: string, spec: IndexSpec): void {
    const index = new IndexTree(spec);
    const entries: [key: string, record: StoredRecord][] = [];
    for (const record of this.records.values()) for (const key of index.keys(record.doc)) entries.push([key, record]);
    // Sorted insertion fills the tree's nodes; the sort is stable, so of two with one key the older record comes first.
    entries.sort(([a], [b]) => order(a, b));
    for (const [key, record] of entries) {
      const isNew = index.tree.set(index.entry(key, record.rid), record.rid, false);
      if (!isNew) throw duplicateKey(namespace, index, record.doc, key);
    }
    this.indexes.set(index.name, index);
  }
}
