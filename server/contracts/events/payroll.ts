import type { PublishedFact } from './published-fact';

/** A report on which no price was valid: somebody must set one, or the work stays unpaid. */
export type RateMissing = PublishedFact<
  'payroll.rate_missing',
  { readonly itemCode: string; readonly operationName: string; readonly businessDate: string; readonly reportId: string }
>;
export type RateSet = PublishedFact<
  'payroll.rate_set',
  {
    readonly rateId: string;
    readonly itemCode: string;
    readonly operationName: string;
    readonly validFrom: string;
    readonly validTo: string | null;
  }
>;
