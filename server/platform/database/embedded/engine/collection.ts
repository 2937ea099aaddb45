import { randomUUID } from 'node:crypto';
import { CollectionState } from '../state/collection-state';
import { type IndexSpec, IndexTree } from '../state/index-tree';
import type { Doc } from '../types';
import type { Transaction } from './transaction';

export const ID_INDEX = '_id_';

/** A collection with its current state, which only the engine changes or replaces. */
export class Collection {
  readonly uuid = randomUUID();
  /** records (by rid) and unique keys (by index name and key) that an unfinished transaction has written */
  readonly locks = new Map<number | string, Transaction>();
  state = new CollectionState();
  /** counts the changes of `state` */
  version = 0;

  constructor(
    readonly id: number,
    readonly db: string,
    readonly name: string,
    /** `collation`: the default of its queries and indexes */
    readonly options: Doc = {},
  ) {
    const idIndex: IndexSpec = { v: 2, key: { _id: 1 }, name: ID_INDEX, ...(options.collation ? { collation: options.collation } : {}) };
    this.state.indexes.set(ID_INDEX, new IndexTree(idIndex));
  }

  get namespace(): string {
    return `${this.db}.${this.name}`;
  }
}
