import { defineModule } from '../../platform';
import { routes } from './reporting.routes';
import { onApprovalDecided } from './subscribers/on-approval-decided';
import { onSurplusGivenUp } from './subscribers/on-surplus-given-up';
import { onWorkStopped } from './subscribers/on-work-stopped';

export const reporting = defineModule({ name: 'reporting', routes, subscribers: [onApprovalDecided, onWorkStopped, onSurplusGivenUp] });
