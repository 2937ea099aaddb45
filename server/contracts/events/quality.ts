import type { NamedTrigger } from '../api/quality';
import type { AttachedFacts } from './media';
import type { PublishedFact } from './published-fact';
import type { OrderFacts } from './workorders';

type InspectionFacts = OrderFacts & {
  readonly inspectionId: string;
  readonly kind: 'first_article' | 'final_release';
  readonly operationId: string;
  readonly operationName: string;
};
export type InspectionOpened = PublishedFact<'quality.inspection_opened', InspectionFacts & { readonly openedAt: string }>;
export type InspectionPassed = PublishedFact<
  'quality.inspection_passed',
  InspectionFacts &
    AttachedFacts & {
      readonly decidedById: string;
      /** The document by which it was passed although the pieces deviate; null for a plain pass (B-6.2). */
      readonly concessionId: string | null;
      /** What deviates; null for a plain pass. */
      readonly reason: string | null;
    }
>;
export type InspectionFailed = PublishedFact<
  'quality.inspection_failed',
  InspectionFacts & AttachedFacts & { readonly decidedById: string; readonly reason: string }
>;
/** An inspector asks that deviating pieces be accepted; the gate stays shut until it is decided. */
export type ConcessionRequested = PublishedFact<
  'quality.concession_requested',
  InspectionFacts & { readonly requestedById: string; readonly reason: string; readonly qty: string }
>;
/** Somebody has asked for the first article again, and why (B-6.1). */
export type FirstArticleReopened = PublishedFact<
  'quality.first_article_reopened',
  OrderFacts & {
    readonly operationId: string;
    readonly operationName: string;
    readonly trigger: NamedTrigger;
    readonly byId: string;
    readonly reason: string | null;
  }
>;
