import type { SessionDto } from '@contracts/api/identity';
import { useRef, useState } from 'react';
import { comeIn } from '@/shared/auth/come-in';
import { client, codeOfClient, leaveFor } from '@/shared/auth/platform';
import { deviceId } from '@/shared/offline/device-id';
import { explain } from '@/shared/request/explain';
import type { Answer, Failure } from '@/shared/request/failure';
import type { ToldWords } from '@/shared/ui/told';
import { signInAs, signInByInvitation, signInByWechat, signInByWecom, signInByWecomWeb, wecomTicket } from '../api';
import { signInText } from '../texts';
import { keepTicket, takeProof } from '../wecom-tickets';

export type SignIn = {
  readonly told: ToldWords | null;
  /** Somebody is being recognised; nothing is to be pressed meanwhile. */
  readonly underWay: boolean;
  readonly asDemoPerson: (personId: string) => Promise<void>;
  /** By the code that WeChat or WeCom gives this phone. */
  readonly byClient: () => Promise<void>;
  /** Goes to WeCom; the answer comes with the browser. */
  readonly goToWecom: (from: 'inside' | 'outside') => Promise<void>;
  /** The browser is back from WeCom. */
  readonly backFromWecom: (code: string, state: string) => Promise<void>;
  readonly byInvitation: (code: string, bindWechat: boolean) => Promise<void>;
};

/** The ways in, one at a time. What was refused is told in the words of the server. */
export function useSignIn(): SignIn {
  const [told, setTold] = useState<ToldWords | null>(null);
  const [underWay, setUnderWay] = useState(false);
  const busy = useRef(false);

  const alone = async (run: () => Promise<ToldWords | null>) => {
    if (busy.current) return;
    busy.current = true;
    setUnderWay(true);
    setTold(null);
    try {
      setTold(await run());
    } finally {
      busy.current = false;
      setUnderWay(false);
    }
  };
  const enter = (answer: Promise<Answer<SessionDto>>) => async () => {
    const heard = await answer;
    if (!heard.ok) return notIn(heard.failure);
    await comeIn(heard.value);
    return null;
  };

  return {
    told,
    underWay,
    asDemoPerson: (personId) => alone(() => enter(signInAs(personId))()),
    byClient: () =>
      alone(async () => {
        const code = await codeOfClient();
        if (code === null) return noCode();
        return enter(client() === 'wecom' ? signInByWecom(code) : signInByWechat(code))();
      }),
    goToWecom: (from) =>
      alone(async () => {
        const ticket = await wecomTicket(from);
        if (!ticket.ok) return notIn(ticket.failure);
        keepTicket(ticket.value);
        leaveFor(ticket.value.authorizeUrl);
        return null;
      }),
    backFromWecom: (code, state) =>
      alone(async () => {
        const proof = takeProof(state);
        if (proof === null) return notIn({ kind: 'refused', code: 'login_state_invalid', details: {}, requestId: '' });
        return enter(signInByWecomWeb(code, { state, proof }))();
      }),
    byInvitation: (code, bindWechat) =>
      alone(async () => {
        if (!bindWechat) return enter(signInByInvitation(code, { device: deviceId() }))();
        const wechatCode = await codeOfClient();
        return wechatCode === null ? noCode() : enter(signInByInvitation(code, { wechatCode }))();
      }),
  };
}

function notIn(failure: Failure): ToldWords {
  const { title, detail } = explain(failure);
  return { lamp: failure.kind === 'refused' ? 'stop' : 'wait', title: signInText('not_signed_in'), detail: `${title} ${detail}`.trim() };
}

function noCode(): ToldWords {
  return { lamp: 'wait', title: signInText('not_signed_in'), detail: signInText('no_code') };
}
