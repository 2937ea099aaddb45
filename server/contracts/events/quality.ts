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
  InspectionFacts & AttachedFacts & { readonly decidedById: string }
>;
export type InspectionFailed = PublishedFact<
  'quality.inspection_failed',
  InspectionFacts & AttachedFacts & { readonly decidedById: string; readonly reason: string }
>;
