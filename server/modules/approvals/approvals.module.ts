import { defineModule } from '../../platform';
import { routes } from './approvals.routes';

/** Telling the approvers needs a channel, so those subscribers are made by `tellPeople` and added by the composition root. */
export const approvals = defineModule({ name: 'approvals', routes });
