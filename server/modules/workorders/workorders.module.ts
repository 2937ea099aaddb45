import { defineModule } from '../../platform';
import { deleteApprovedOrder } from './subscribers/delete-approved-order';
import { routes } from './workorders.routes';

export const workorders = defineModule({ name: 'workorders', routes, subscribers: [deleteApprovedOrder] });
