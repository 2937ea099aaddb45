import { randomUUID } from 'node:crypto';
import { MongoError } from '../errors';
import { compile } from '../query/matcher';
import { CollectionState } from '../state/collection-state';
import { type IndexSpec, IndexTree } from '../state/index-tree';
import type { Doc, Matcher } from '../types';
import type { Transaction } from './transaction';

export const ID_INDEX = '_id_';

/** A collection or view with its current state; `state` is replaced or changed only by the engine. */
export class Collection {
  readonly uuid = randomUUID();
  /** records (by rid) and unique keys (by index name and key) that an unfinished transaction has written */
  readonly locks = new Map<number | string, Transaction>();
  state = new CollectionState();
  /** counts the changes of `state` */
  version = 0;
  private validator: Matcher | null = null;

  constructor(
    readonly id: number,
    public db: string,
    public name: string,
    private current: Doc = {},
  ) {
    this.options = current;
    const idIndex: IndexSpec = { v: 2, key: { _id: 1 }, name: ID_INDEX, ...(current.collation ? { collation: current.collation } : {}) };
    this.state.indexes.set(ID_INDEX, new IndexTree(idIndex));
  }

  get namespace(): string {
    return `${this.db}.${this.name}`;
  }

  get options(): Doc {
    return this.current;
  }

  set options(options: Doc) {
    this.current = options;
    this.validator =
      options.validator && options.validationLevel !== 'off' && options.validationAction !== 'warn' ? compile(options.validator) : null;
  }

  get isView(): boolean {
    return this.current.viewOn !== undefined;
  }

  /** Throws 121 when the collection's validator refuses the document. `before`: what it replaces, for validation level `moderate`. */
  validate(doc: Doc, before: Doc | null): void {
    if (!this.validator || this.validator(doc)) return;
    if (before && this.current.validationLevel === 'moderate' && !this.validator(before)) return;
    throw new MongoError(121, 'Document failed validation', {
      errInfo: { failingDocumentId: doc._id, details: { specifiedAs: this.current.validator } },
    });
  }
}
