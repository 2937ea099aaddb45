import type { RateSet } from '../../contracts/events/payroll';
import type { StoredRate } from './models/rate-card.model';
import type { RateKey } from './rate-cards';

/** That a price has been set: work that waited for it is priced by what follows. */
export const rateSetFact = ({ itemCode, operationName }: RateKey, { _id, validFrom, validTo }: StoredRate): RateSet => ({
  type: 'payroll.rate_set',
  version: 1,
  subject: `pieceRate:${itemCode}/${operationName}`,
  payload: { rateId: _id.toHexString(), itemCode, operationName, validFrom, validTo },
});
