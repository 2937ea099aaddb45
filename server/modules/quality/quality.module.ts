import { defineModule } from '../../platform';
import { routes } from './quality.routes';
import { onConcessionDecided } from './subscribers/on-concession-decided';
import { onOrderOver } from './subscribers/on-order-over';
import { onReleaseDue } from './subscribers/on-release-due';
import { onWork } from './subscribers/on-work';

export const quality = defineModule({ name: 'quality', routes, subscribers: [onWork, onReleaseDue, onOrderOver, onConcessionDecided] });
