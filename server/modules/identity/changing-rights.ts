import type { Command, Refusal } from '../../platform';
import { forgetRights } from './remembered';

/** A command that changes what somebody may do, or ends a sign-in: what is remembered is forgotten once its transaction has ended. */
export function changingRights<I, T, R extends Refusal>(command: Command<I, T, R>): Command<I, T, R> {
  return {
    ...command,
    async run(input, context) {
      try {
        return await command.run(input, context);
      } finally {
        forgetRights();
      }
    },
  };
}
