import { piecePriceQuery } from '../../../contracts/api/payroll';
import { formatMoney } from '../../../contracts/money';
import { defineQuery } from '../../../platform';
import { calendarDateOf, factoryOf } from '../../identity';
import { storedRateOn } from '../rate-cards';

/** What one good piece of an operation pays today; null when no price is known. Everybody may know what work pays. */
export const piecePrice = defineQuery({
  name: 'payroll.piece-price',
  permission: 'payroll.read_own',
  input: piecePriceQuery,
  async run({ itemCode, operationName }, { scope, now }) {
    const today = calendarDateOf(await factoryOf(scope.factoryId), now);
    const rate = await storedRateOn({ factoryId: scope.factoryId, itemCode, operationName }, today);
    return { price: rate ? formatMoney(rate.price) : null };
  },
});
