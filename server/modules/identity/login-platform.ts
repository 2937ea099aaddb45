import type { Outcome } from '../../platform';

/**
 * Who a platform says somebody is, by the id it knows them by; or why it does not: `login_code_invalid`, `login_blocked`,
 * `login_not_member`, `login_platform_away` or `login_misconfigured`.
 */
export type Recognised<Id> = Outcome<Id>;

/**
 * The platforms that people come from, as far as they are configured: a door that is not there is absent, and with it its address. They
 * are asked over the network, so always before a transaction and never inside one.
 */
export type LoginPlatform = {
  /** Where people reach the product, without a slash at the end. */
  readonly publicUrl: string;
  readonly wechat?: {
    /** The account behind a code of `wx.login`. */
    whoIs(code: string): Promise<Recognised<{ readonly openId: string }>>;
  };
  readonly wecom?: {
    /** The member behind a code of `wx.qy.login`. */
    whoIsInMiniprogram(code: string): Promise<Recognised<{ readonly userId: string }>>;
    /** The member behind the code that a browser came back with. */
    whoIsOnTheWeb(code: string): Promise<Recognised<{ readonly userId: string }>>;
    /** Where a browser goes to come back with a code: inside WeCom at once, outside by scanning. */
    authorizeUrl(way: { readonly state: string; readonly returnTo: string; readonly inside: boolean }): string;
  };
};

export const NO_PLATFORM: LoginPlatform = { publicUrl: '' };
