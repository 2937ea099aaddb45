import { defineModule } from '../../platform';
import { routes } from './reporting.routes';
import { onApprovalDecided } from './subscribers/on-approval-decided';

export const reporting = defineModule({ name: 'reporting', routes, subscribers: [onApprovalDecided] });
