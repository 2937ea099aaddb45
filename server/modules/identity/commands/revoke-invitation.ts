import { ofPersonBody } from '../../../contracts/api/identity';
import type { InvitationRevoked } from '../../../contracts/events/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { revokeOpenInvitations } from '../invitations';
import { PersonModel } from '../models/person.model';
import { reaches } from '../reach';

/** Withdraws the open invitation of a person, e.g. one that was read by the wrong one. Publishes `identity.invitation_revoked`. */
export const revokeInvitation = defineCommand({
  name: 'identity.revoke-invitation',
  permission: 'identity.invite',
  input: ofPersonBody,
  async run({ personId }, { scope, publish }) {
    const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId }).lean();
    if (!person || !reaches(scope, person)) return refused({ code: 'not_found', what: 'person' });
    const revoked = await revokeOpenInvitations(scope.factoryId, personId);
    if (revoked > 0) {
      publish({
        type: 'identity.invitation_revoked',
        version: 1,
        subject: `person:${personId}`,
        payload: { personId },
      } satisfies InvitationRevoked);
    }
    return accepted({ changed: revoked > 0 });
  },
});
