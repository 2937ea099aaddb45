import type { LoginDoor } from './login-codes';
import { refuseUnless } from './refusal';

export interface AuthorizeOptions {
  corpId: string;
  agentId: number;
  /** addresses below which a page may ask who is looking at it (可信域名) */
  trustedUrls: readonly string[];
  issueCode: (userId: string, door: LoginDoor) => string;
}

/**
 * The page of the platform that a browser is sent to and comes back from with a code: inside the client for the member who is looking at
 * it, outside for whoever scans. Refuses like the platform, with a page that names the number.
 */
export function createAuthorize({ corpId, agentId, trustedUrls, issueCode }: AuthorizeOptions) {
  function check(query: URLSearchParams): URL {
    refuseUnless(query.get('appid') === corpId, 40013, 'invalid corpid');
    const state = query.get('state') ?? '';
    refuseUnless(/^[A-Za-z0-9]{0,128}$/.test(state), 40035, 'state: at most 128 letters and digits');
    const returnTo = addressIn(query.get('redirect_uri'));
    refuseUnless(
      returnTo && trustedUrls.some((trusted) => addressIn(trusted)?.origin === returnTo.origin),
      50001,
      'redirect_uri is not trusted',
    );
    return returnTo;
  }

  return {
    /** Throws the platform's refusal when the address that the browser came with is not right. */
    check(page: 'inside' | 'outside', query: URLSearchParams): void {
      check(query);
      const agent = query.get('agentid');
      if (page === 'outside') {
        refuseUnless(query.get('login_type') === 'CorpApp', 40035, 'login_type must be CorpApp');
        refuseUnless(agent === String(agentId), 40056, 'invalid agentid');
        return;
      }
      refuseUnless(query.get('response_type') === 'code', 40035, 'response_type must be code');
      const scope = query.get('scope');
      refuseUnless(scope === 'snsapi_base' || scope === 'snsapi_privateinfo', 40035, 'invalid scope');
      refuseUnless(agent === String(agentId) || (agent === null && scope === 'snsapi_base'), 40056, 'invalid agentid');
    },

    /** Where the browser goes back to, as this member. */
    back(userId: string, query: URLSearchParams): string {
      const returnTo = check(query);
      returnTo.searchParams.set('code', issueCode(userId, 'web'));
      returnTo.searchParams.set('state', query.get('state') ?? '');
      return returnTo.toString();
    },
  };
}
export type Authorize = ReturnType<typeof createAuthorize>;

function addressIn(text: string | null): URL | undefined {
  return text !== null && URL.canParse(text) ? new URL(text) : undefined;
}
