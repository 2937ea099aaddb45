import {
  invitationSignInBody,
  type SessionDto,
  wechatSignInBody,
  wecomMiniprogramSignInBody,
} from '../../../server/contracts/api/identity';
import { parseInvitationCode } from '../../../server/contracts/invitation-code';
import { Refused } from './refused';
import type { StubFactory } from './stub-factory';

/** Signing in by WeChat, by WeCom and by an invitation, as the product does it; null for every other address. */
export function signInAtStub(factory: StubFactory, path: string, body: unknown): SessionDto | null {
  if (path === '/sessions/wechat') return byWechat(factory, wechatSignInBody.parse(body).code);
  if (path === '/sessions/wecom-miniprogram') return byWecom(factory, wecomMiniprogramSignInBody.parse(body).code);
  return path === '/sessions/invitation' ? byInvitation(factory, body) : null;
}

function byWechat(factory: StubFactory, code: string): SessionDto {
  const personId = factory.bound.get(accountOf(factory, code));
  if (!personId) throw new Refused('wechat_not_bound');
  return factory.signIn(personId);
}

function byWecom(factory: StubFactory, code: string): SessionDto {
  const personId = factory.wecomCodes.get(code);
  if (!personId) throw new Refused('login_code_invalid');
  factory.wecomCodes.delete(code);
  return factory.signIn(personId);
}

function byInvitation(factory: StubFactory, body: unknown): SessionDto {
  const { invitationCode, wechatCode } = invitationSignInBody.parse(body);
  const account = wechatCode === undefined ? null : accountOf(factory, wechatCode);
  const code = parseInvitationCode(invitationCode) ?? '';
  const personId = factory.invitations.get(code);
  if (!personId) throw new Refused('invitation_invalid');
  factory.invitations.delete(code);
  if (account !== null) factory.bound.set(account, personId);
  return factory.signIn(personId);
}

/** A code is good once. */
function accountOf(factory: StubFactory, code: string): string {
  const account = factory.wechatCodes.get(code);
  factory.wechatCodes.delete(code);
  if (account === undefined) throw new Refused('login_code_invalid');
  return account;
}
