import type { Collation } from './bson-values/collation';

/** A decoded BSON document. Values are what `decode` (bson-values/documents.ts) makes of the bytes: never a `DBRef`, `Int32` or `Double`. */
export type Doc = { [field: string]: unknown };

/** Where a matcher notes the index of the array element it met, for the positional operator `$`. */
export type Position = { i?: number | undefined };

export type Matcher = (doc: unknown, pos?: Position) => boolean;
export type ValueMatcher = (value: unknown, pos?: Position) => boolean;

/** `pos` is the array index the query matched, which `field.$` shows. */
export type Projection = (doc: Doc, pos?: number) => Doc;

/** Returns a new, stably sorted array; `get` finds the document in an item. */
export type Sorter = <T>(items: readonly T[], get?: (item: T) => Doc) => T[];

/**
 * Everything evaluation may need from outside. Make one per command: values computed once per command (`now`)
 * are cached on it.
 */
export type EvalContext = {
  /** null or absent: binary comparison */
  col?: Collation | null;
  /** the command's evaluated `let`, plus the variables of enclosing $lookup pipelines */
  variables?: Doc;
  /** runs a pipeline over another collection of the same database and the same snapshot ($lookup, $unionWith) */
  query?: (collection: string, pipeline: Doc[], ctx: EvalContext) => Doc[];
  /** `$$NOW` and `$currentDate`: fixed for the whole command */
  now?: Date;
  /** called between chunks of long work: throws when the time of the command (maxTimeMS) is over */
  checkTime?: () => void;
};
