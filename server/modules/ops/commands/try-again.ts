import { tryAgainBody } from '../../../contracts/api/ops';
import { accepted, defineCommand, refused, tryEntryAgain } from '../../../platform';

/**
 * Has facts that were given up handed on again, to those who have not taken them, once their cause is out of the world. One that is under
 * way already stays as it is. Refuses with `not_found`.
 */
export const tryAgain = defineCommand({
  name: 'ops.try-again',
  permission: 'ops.try_again',
  input: tryAgainBody,
  async run({ entryId }, { scope }) {
    const changed = await tryEntryAgain(scope.factoryId, entryId);
    return changed === null ? refused({ code: 'not_found', what: 'fact' }) : accepted({ changed });
  },
});
