import { payDto, piecePriceDto, pieceRateDto, pieceRatesDto } from '../../contracts/api/payroll';
import { commandRoute, queryRoute } from '../../platform';
import { setPieceRate } from './commands/set-piece-rate';
import { myPay } from './queries/my-pay';
import { payLines } from './queries/pay-lines';
import { piecePrice } from './queries/piece-price';
import { pieceRates } from './queries/piece-rates';

export const routes = [
  queryRoute('/my/pay', myPay, payDto),
  queryRoute('/pay-lines', payLines, payDto),
  queryRoute('/piece-rates', pieceRates, pieceRatesDto),
  commandRoute('/piece-rates', setPieceRate, pieceRateDto, 201),
  queryRoute('/piece-prices', piecePrice, piecePriceDto),
];
