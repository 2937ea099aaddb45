/** One thing to tell some people. The text is a key with values; the channel makes it into words, in each person's language. */
export type Notice = {
  /** The same key is told once, however often it is asked for. */
  readonly key: string;
  readonly factoryId: string;
  readonly toPersonIds: readonly string[];
  readonly kind:
    | 'alert'
    | 'alert_settled'
    | 'approval'
    | 'approval_decided'
    | 'approval_not_carried_out'
    | 'order_change'
    | 'order_stopped'
    | 'nudge';
  readonly urgency: 'p1' | 'p2' | 'p3';
  readonly subjectId: string;
  readonly facts: Readonly<Record<string, unknown>>;
};
/** Telling people. The bot implements it; a product without a bot tells nobody and says so in its log. */
export type Notify = (notice: Notice) => Promise<void>;
