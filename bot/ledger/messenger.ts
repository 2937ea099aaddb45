import { messagePage } from '../../server/contracts/api/messages';
import { defineModule, queryRoute } from '../../server/platform';
import { messagesSent } from './messages-sent';

/** What the bot shows over HTTP: the ledger of what was sent. */
export const messenger = defineModule({ name: 'messenger', routes: [queryRoute('/messages', messagesSent, messagePage)] });
