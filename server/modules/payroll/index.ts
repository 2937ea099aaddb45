export { addPayLine } from './commands/add-pay-line';
export { setPieceRate } from './commands/set-piece-rate';
export { takeBackPay } from './commands/take-back-pay';
export { payroll } from './payroll.module';
export { myPay } from './queries/my-pay';
export { payLines } from './queries/pay-lines';
export { piecePrice } from './queries/piece-price';
export { pieceRates } from './queries/piece-rates';
