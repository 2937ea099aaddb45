import type { LoginPlatform, Recognised } from '../../../../server/modules/identity';
import { accepted, refused } from '../../../../server/platform';

/** WeChat and WeCom as a test wants them: codes that are each good once, for whom the test says. */
export type TestPlatform = LoginPlatform & {
  /** A fresh code for an account of WeChat, or for a member of WeCom. */
  codeOf(account: string): string;
  /** Codes that were asked about, in order. */
  readonly asked: string[];
  /** The next question is answered with this instead. */
  answerWith(answer: Recognised<never>): void;
};

export function aPlatform(publicUrl = 'https://shop.example'): Required<Pick<TestPlatform, 'wechat' | 'wecom'>> & TestPlatform {
  const codes = new Map<string, string>();
  const asked: string[] = [];
  let instead: Recognised<never> | null = null;
  let made = 0;
  const spend = (code: string): Recognised<string> => {
    asked.push(code);
    const answer = instead;
    instead = null;
    if (answer) return answer;
    const account = codes.get(code);
    codes.delete(code);
    return account === undefined ? refused({ code: 'login_code_invalid' }) : accepted(account);
  };
  const member = async (code: string): Promise<Recognised<{ userId: string }>> => {
    const spent = spend(code);
    return spent.kind === 'refused' ? spent : accepted({ userId: spent.value });
  };
  return {
    publicUrl,
    asked,
    codeOf(account) {
      made += 1;
      const code = `code-${made}-${account.length}`;
      codes.set(code, account);
      return code;
    },
    answerWith(answer) {
      instead = answer;
    },
    wechat: {
      async whoIs(code) {
        const spent = spend(code);
        return spent.kind === 'refused' ? spent : accepted({ openId: spent.value });
      },
    },
    wecom: {
      whoIsInMiniprogram: member,
      whoIsOnTheWeb: member,
      authorizeUrl: ({ state, returnTo, inside }) =>
        `https://authorize.example/${inside ? 'inside' : 'outside'}?${new URLSearchParams({ state, redirect_uri: returnTo })}`,
    },
  };
}
