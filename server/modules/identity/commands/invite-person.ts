import QRCode from 'qrcode';
import type * as z from 'zod/mini';
import { type InvitationDto, ofPersonBody } from '../../../contracts/api/identity';
import type { PersonInvited } from '../../../contracts/events/identity';
import { invitationLink, showInvitationCode } from '../../../contracts/invitation-code';
import { accepted, type Command, defineCommand, refused } from '../../../platform';
import { mayInvite } from '../domain/inviting';
import { hasBeenIn, INVITATION_MS, markOfCode, newInvitationCode, revokeOpenInvitations } from '../invitations';
import { InvitationModel, ONE_OPEN_INVITATION_PER_PERSON } from '../models/invitation.model';
import { type Person, PersonModel } from '../models/person.model';
import { reaches } from '../reach';
import type { AccessTokens } from '../tokens/access-token';

/**
 * Gives somebody a one-time code to come in by, good for INVITATION_MS; one that was open before is withdrawn. The code is in the answer
 * and nowhere else, so a lost answer means another invitation. Refuses `not_found` for who is not in the scope or has left, `forbidden`
 * for whom the inviter may not let in. Publishes `identity.person_invited`.
 */
export const invitePerson = (tokens: AccessTokens, publicUrl: string): Command<z.infer<typeof ofPersonBody>, InvitationDto> => {
  const invite = makeInvitation(tokens);
  return {
    ...invite,
    async run(input, context) {
      const outcome = await invite.run(input, context);
      if (outcome.kind === 'refused') return outcome;
      const { code, expiresAt, person } = outcome.value;
      const link = invitationLink(publicUrl, code);
      // Drawn after the transaction: it is work for the processor, and nothing to wait for with a document held.
      const qr = await QRCode.toDataURL(link, { margin: 2, scale: 6, errorCorrectionLevel: 'M' });
      return accepted({ person, code: showInvitationCode(code), expiresAt, link, qr });
    },
  };
};

const makeInvitation = (tokens: AccessTokens) =>
  defineCommand({
    name: 'identity.invite-person',
    permission: 'identity.invite',
    input: ofPersonBody,
    secretAnswer: true,
    againIfLostTo: [ONE_OPEN_INVITATION_PER_PERSON],
    async run({ personId }, { actor, scope, now, publish }) {
      const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: personId, state: 'active' }).lean<Person>();
      if (!person || !reaches(scope, person)) return refused({ code: 'not_found', what: 'person' });
      if (!mayInvite(actor, { roles: person.roles, hasBeenIn: hasBeenIn(person) })) {
        return refused({ code: 'forbidden', permission: 'identity.manage_people' });
      }
      await revokeOpenInvitations(scope.factoryId, personId);
      const code = newInvitationCode();
      const expiresAt = new Date(now.getTime() + INVITATION_MS);
      await InvitationModel.create([
        {
          factoryId: scope.factoryId,
          personId,
          codeMark: markOfCode(tokens, code),
          state: 'open',
          createdById: actor.id,
          createdAt: now,
          expiresAt,
        },
      ]);
      publish({
        type: 'identity.person_invited',
        version: 1,
        subject: `person:${personId}`,
        payload: { personId, expiresAt: expiresAt.toISOString() },
      } satisfies PersonInvited);
      return accepted({ code, expiresAt: expiresAt.toISOString(), person: { id: personId, name: person.name } });
    },
  });
