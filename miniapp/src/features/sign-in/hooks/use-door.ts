import { useRouter } from '@tarojs/taro';
import { useEffect, useRef } from 'react';
import { leftByHand } from '@/shared/auth/come-in';
import { client } from '@/shared/auth/platform';
import { keepWayBack } from '@/shared/auth/way-back';
import type { SignIn } from './use-sign-in';

/** The one door that this client has, among those that the server has opened. */
export type Door = 'wechat' | 'wecom' | 'wecom-inside' | 'wecom-outside' | null;

export function doorOf(doors: readonly string[]): Door {
  switch (client()) {
    case 'wechat':
      return doors.includes('wechat') ? 'wechat' : null;
    case 'wecom':
      return doors.includes('wecom-miniprogram') ? 'wecom' : null;
    case 'wecom-browser':
      return doors.includes('wecom-web') ? 'wecom-inside' : null;
    case 'browser':
      return doors.includes('wecom-web') ? 'wecom-outside' : null;
  }
}

/** Opens a door. */
export function goThrough(door: Exclude<Door, null>, signIn: SignIn): Promise<void> {
  if (door === 'wecom-inside') return signIn.goToWecom('inside');
  return door === 'wecom-outside' ? signIn.goToWecom('outside') : signIn.byClient();
}

/**
 * Whoever the client knows is in without pressing anything: in WeChat, in WeCom, and coming back from WeCom. Not who has just left by
 * hand, and not twice. `through=wecom` in the address is WeCom opening the app for its member.
 */
export function useSilentSignIn(doors: readonly string[] | null, signIn: SignIn): void {
  const { code, state, through, to } = useRouter().params;
  const tried = useRef(false);
  useEffect(() => {
    if (!doors || tried.current) return;
    tried.current = true;
    if (to) keepWayBack(decodeURIComponent(to));
    if (code && state) {
      void signIn.backFromWecom(code, state);
      return;
    }
    if (through === 'wecom' && doors.includes('wecom-web')) {
      void signIn.goToWecom('inside');
      return;
    }
    const door = doorOf(doors);
    if (door && door !== 'wecom-outside' && !leftByHand()) void goThrough(door, signIn);
  }, [doors, code, state, through, to, signIn]);
}
