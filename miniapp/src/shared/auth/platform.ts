import Taro from '@tarojs/taro';

/** What the app runs in, as far as signing in is concerned. */
export type Client = 'wechat' | 'wecom' | 'wecom-browser' | 'browser';

type WecomClient = { login(options: { success: (result: { code: string }) => void; fail: (problem: unknown) => void }): void };
/** WeCom's own functions, which WeChat lacks and Taro does not know. */
declare const wx: { readonly qy?: WecomClient } | undefined;

const wecom = (): WecomClient | undefined => (typeof wx === 'undefined' ? undefined : wx.qy);

/** A mini-program runs in WeChat, or in WeCom, which has functions of its own. */
export function client(): Client {
  return wecom() ? 'wecom' : 'wechat';
}

/** A code by which the server learns who this is; null when the client gives none. */
export async function codeOfClient(): Promise<string | null> {
  try {
    return (await wecomCode()) ?? (await Taro.login()).code;
  } catch (problem) {
    console.warn('the client gives no code', problem);
    return null;
  }
}

function wecomCode(): Promise<string | undefined> {
  const own = wecom();
  if (!own) return Promise.resolve(undefined);
  return new Promise((resolve, reject) => own.login({ success: ({ code }) => resolve(code), fail: reject }));
}

/** This phone, as its owner will know it again in the list of sign-ins. */
export function deviceName(): string {
  // The only one of its kind that WeCom has too.
  const { brand, model } = Taro.getSystemInfoSync();
  return [client() === 'wecom' ? '企业微信' : '微信', [brand, model].filter(Boolean).join(' ')].filter(Boolean).join(' · ').slice(0, 60);
}

/** A mini-program is opened with no address that could hold a code. */
export function invitationInAddress(): string {
  return '';
}

/** Goes to another address; only a browser can. */
export function leaveFor(_url: string): void {
  return;
}
