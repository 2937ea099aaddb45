export interface AuthorizeUrlOptions {
  /** inside the client, which knows its member */
  authorizeBaseUrl: string;
  /** in any other browser, where a code is scanned */
  scanBaseUrl: string;
  corpId: string;
  agentId: number;
}

/** Where a browser is sent to come back to `returnTo` with a code and the state, whose form the platform limits to 128 letters and digits. */
export function createAuthorizeUrl({ authorizeBaseUrl, scanBaseUrl, corpId, agentId }: AuthorizeUrlOptions) {
  return ({ state, returnTo, inside }: { state: string; returnTo: string; inside: boolean }): string => {
    const common = { redirect_uri: returnTo, state };
    if (!inside) {
      const query = new URLSearchParams({ login_type: 'CorpApp', appid: corpId, agentid: String(agentId), ...common });
      return `${scanBaseUrl}/wwlogin/sso/login?${query}`;
    }
    const query = new URLSearchParams({
      appid: corpId,
      redirect_uri: returnTo,
      response_type: 'code',
      scope: 'snsapi_base',
      state,
      agentid: String(agentId),
    });
    return `${authorizeBaseUrl}/connect/oauth2/authorize?${query}#wechat_redirect`;
  };
}
