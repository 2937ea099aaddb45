import { acknowledgeAlertTapped } from './acknowledge-alert';
import { decideApprovalTapped } from './decide-approval';
import type { CardAction } from './define-action';

/** Every button there is on a card. */
export const cardActions: readonly CardAction[] = [acknowledgeAlertTapped, decideApprovalTapped];
