import type { ChatContext, Reply } from '../define-chat-command';

/** A tapped button, with what the person chose on the card. */
export type Tap = { readonly buttonKey: string; readonly selected: Readonly<Record<string, readonly string[]>> };

export type TapResult = {
  /** Said in words, for what the card itself cannot show. */
  readonly reply?: Reply;
  /** How the thing on the card stands now, as changed facts of the card. Left out, the card stays as it is. */
  readonly nowOnCard?: Readonly<Record<string, unknown>> & { readonly state: string };
};

/** One button of a card. Null when the tap is not for this one. */
export type CardAction = (tap: Tap, context: ChatContext) => Promise<TapResult | null>;
