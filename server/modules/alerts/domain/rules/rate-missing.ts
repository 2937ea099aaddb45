import type { RateMissing, RateSet } from '../../../../contracts/events/payroll';
import type { Finding, RuleDefinition } from '../rule';

export const rateMissing: RuleDefinition = {
  lamp: 'wait',
  urgency: 'p3',
  ownedBy: 'payroll.manage_rates',
  merge: (standing, found) => ({
    ...found,
    fromDate: earlier(standing.fromDate, found.fromDate),
    toDate: later(standing.toDate, found.toDate),
  }),
};

/** Work on which no price was valid, per item and operation, with the days it was done on. */
export function findMissingRate({ itemCode, operationName, businessDate }: RateMissing['payload']): Finding {
  return {
    rule: 'rate_missing',
    about: aboutRate(itemCode, operationName),
    workshopId: null,
    workOrderId: null,
    facts: { itemCode, operationName, fromDate: businessDate, toDate: businessDate },
  };
}

/** Whether a rate that was set prices all the days that had none. */
export function coversMissing(facts: Finding['facts'], rate: Pick<RateSet['payload'], 'validFrom' | 'validTo'>): boolean {
  const { fromDate = '', toDate = '' } = facts;
  return rate.validFrom <= fromDate && (rate.validTo === null || rate.validTo >= toDate);
}

export const aboutRate = (itemCode: string, operationName: string): string => `rate:${itemCode}/${operationName}`;

const earlier = (a = '', b = ''): string => (a && a < b ? a : b);
const later = (a = '', b = ''): string => (a > b ? a : b);
