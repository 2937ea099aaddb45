import type { AlertRule } from '../../../../contracts/api/alerts';
import type { RuleDefinition } from '../rule';
import { gateWaitingLong } from './gate-waiting-long';
import { operationLate } from './operation-late';
import { orderChanged } from './order-changed';
import { rateMissing } from './rate-missing';
import { scrapRateHigh } from './scrap-rate-high';

export const RULES: Readonly<Record<AlertRule, RuleDefinition>> = {
  operation_late: operationLate,
  scrap_rate_high: scrapRateHigh,
  gate_waiting_long: gateWaitingLong,
  order_changed: orderChanged,
  rate_missing: rateMissing,
};
