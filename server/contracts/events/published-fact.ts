/** The shape of every fact: past tense, versioned, about one subject. A consumer ignores what it does not know. */
export type PublishedFact<Type extends string, Payload extends object> = {
  readonly type: Type;
  readonly version: 1;
  /** Facts of one subject arrive in order, e.g. `workOrder:665f…`. */
  readonly subject: string;
  readonly payload: Payload;
};
