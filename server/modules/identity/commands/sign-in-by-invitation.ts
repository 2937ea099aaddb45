import type * as z from 'zod/mini';
import { invitationSignInBody, type SessionDto } from '../../../contracts/api/identity';
import type { InvitationAccepted } from '../../../contracts/events/identity';
import { parseInvitationCode } from '../../../contracts/invitation-code';
import { accepted, type Command, type CommandContext, defineCommand, type Outcome, parseInput, refused } from '../../../platform';
import { changingRights } from '../changing-rights';
import { LOST_ANSWER_MS, markOfCode } from '../invitations';
import type { LoginPlatform } from '../login-platform';
import { type Invitation, InvitationModel } from '../models/invitation.model';
import { ONE_PERSON_PER_WECHAT_ACCOUNT, type Person, PersonModel } from '../models/person.model';
import { type Session, SessionModel } from '../models/session.model';
import { beginSession, sessionDto } from '../sessions';
import type { AccessTokens } from '../tokens/access-token';
import { hashToken } from '../tokens/refresh-token';

type Input = z.infer<typeof invitationSignInBody>;
/** What the invitation is used with: the WeChat account to bind, or the device that asks. */
type Comer = { readonly openId: string } | { readonly device: string };

/**
 * Lets in whoever has an invitation code, once. With a code of WeChat that account is bound to the person, so that it opens the door from
 * then on; an account that is somebody else's is refused (`wechat_bound_to_other`), and one that the person had before is let go, its
 * sign-ins with it. Refuses `invitation_invalid`, `invitation_used`, `invitation_expired`, `person_departed`, and what WeChat itself
 * refuses. Publishes `identity.invitation_accepted`.
 */
export const signInByInvitation = (tokens: AccessTokens, wechat: LoginPlatform['wechat']): Command<Input, SessionDto> => ({
  name: 'identity.sign-in-by-invitation',
  permission: 'identity.sign_out',
  input: invitationSignInBody,
  async run(raw, call) {
    const input = parseInput(invitationSignInBody, raw);
    if (input.wechatCode === undefined) return comeIn(tokens, { device: input.device ?? '' }).run(input, call);
    // Asked before anything is looked up: what is wrong with the invitation is told to nobody whom WeChat does not know.
    const recognised = wechat ? await wechat.whoIs(input.wechatCode) : refused({ code: 'login_code_invalid' } as const);
    return recognised.kind === 'refused' ? recognised : comeIn(tokens, recognised.value).run(input, call);
  },
});

const comeIn = (tokens: AccessTokens, comer: Comer) =>
  changingRights(
    defineCommand({
      name: 'identity.sign-in-by-invitation',
      permission: 'identity.sign_out',
      input: invitationSignInBody,
      unjournalled: ['invitationCode', 'wechatCode', 'device'],
      secretAnswer: true,
      refusalsUnjournalled: true,
      againIfLostTo: [ONE_PERSON_PER_WECHAT_ACCOUNT],
      async run({ invitationCode, deviceName }, context): Promise<Outcome<SessionDto>> {
        const { scope, now, channel, publish } = context;
        const code = parseInvitationCode(invitationCode);
        const invitation = code === null ? null : await findInvitation(scope.factoryId, markOfCode(tokens, code));
        if (!invitation || code === null) return refused({ code: 'invitation_invalid' });
        const person = await PersonModel.findOne({ factoryId: scope.factoryId, _id: invitation.personId }).lean<Person>();
        if (!person || person.state === 'departed') return refused({ code: 'person_departed' });
        const traits = { way: 'invitation' as const, channel, deviceName };
        if (invitation.state === 'used') {
          const again = await onceMore(tokens, comer, { code, invitation, person }, context);
          if (again) return accepted(again);
          if ('openId' in comer && person.wechatOpenId === comer.openId)
            return accepted(await beginSession(person, tokens, now, { ...traits, way: 'wechat' }));
          return refused({ code: 'invitation_used' });
        }
        if (invitation.expiresAt <= now) return refused({ code: 'invitation_expired' });
        if ('openId' in comer && !(await bind(person, comer.openId, now))) return refused({ code: 'wechat_bound_to_other' });
        await InvitationModel.updateOne(
          { _id: invitation._id, factoryId: scope.factoryId, state: 'open' },
          { $set: { state: 'used', usedAt: now, deviceMark: 'device' in comer ? markOfDevice(tokens, comer.device) : null } },
        );
        publish({
          type: 'identity.invitation_accepted',
          version: 1,
          subject: `person:${invitation.personId}`,
          payload: { personId: invitation.personId, boundTo: 'openId' in comer ? 'wechat' : 'device' },
        } satisfies InvitationAccepted);
        const refreshToken = 'device' in comer ? tokenOfDevice(tokens, code, comer.device) : undefined;
        return accepted(await beginSession(person, tokens, now, { ...traits, ...(refreshToken ? { refreshToken } : {}) }));
      },
    }),
  );

function findInvitation(factoryId: string, codeMark: string): Promise<Invitation | null> {
  return InvitationModel.findOne({ factoryId, codeMark, state: { $ne: 'revoked' } }).lean<Invitation>();
}

/** False when the account is somebody else's. Who has left does not hold on to one. */
async function bind(person: Person, openId: string, now: Date): Promise<boolean> {
  const { factoryId } = person;
  const holder = await PersonModel.findOne({ factoryId, wechatOpenId: openId }).lean<Person>();
  if (holder?._id.equals(person._id)) return true;
  if (holder?.state === 'active') return false;
  if (holder) await PersonModel.updateOne({ _id: holder._id, factoryId }, { $unset: { wechatOpenId: '' } });
  if (person.wechatOpenId) {
    await SessionModel.updateMany(
      { factoryId, personId: person._id.toHexString(), endedAt: null, way: { $in: ['wechat', 'invitation'] }, channel: 'weapp' },
      { $set: { endedAt: now, endedBecause: 'bound_elsewhere' } },
    );
  }
  await PersonModel.updateOne({ _id: person._id, factoryId }, { $set: { wechatOpenId: openId } });
  return true;
}

/**
 * The answer was lost on bad signal and the same device asks again with the code that it used itself: it gets the very same sign-in, as
 * long as nobody has gone on with it. Everybody else finds the code used.
 */
async function onceMore(
  tokens: AccessTokens,
  comer: Comer,
  { code, invitation, person }: { code: string; invitation: Invitation; person: Person },
  { now }: CommandContext,
): Promise<SessionDto | null> {
  if (!('device' in comer) || invitation.deviceMark !== markOfDevice(tokens, comer.device)) return null;
  if (!invitation.usedAt || invitation.usedAt.getTime() + LOST_ANSWER_MS <= now.getTime()) return null;
  const refreshToken = tokenOfDevice(tokens, code, comer.device);
  const session = await SessionModel.findOne({
    factoryId: person.factoryId,
    personId: invitation.personId,
    tokenHash: hashToken(refreshToken),
    endedAt: null,
  }).lean<Session>();
  return session ? sessionDto(person, session._id.toHexString(), refreshToken, tokens, now) : null;
}

const markOfDevice = (tokens: AccessTokens, device: string): string => tokens.mark('device', device).toString('base64url');
const tokenOfDevice = (tokens: AccessTokens, code: string, device: string): string =>
  tokens.mark('refresh-token-of-device', `${code}\n${device}`).toString('base64url');
