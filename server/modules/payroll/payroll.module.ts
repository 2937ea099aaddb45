import { defineModule } from '../../platform';
import { routes } from './payroll.routes';
import { onRateSet } from './subscribers/on-rate-set';
import { onReportReversed } from './subscribers/on-report-reversed';
import { onWorkReported } from './subscribers/on-work-reported';

export const payroll = defineModule({ name: 'payroll', routes, subscribers: [onWorkReported, onReportReversed, onRateSet] });
