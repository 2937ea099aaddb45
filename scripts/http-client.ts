import type { PersonDto, SessionDto } from '../server/contracts/api/identity';
import type { ErrorBody } from '../server/contracts/errors';

/** An answer of the product that was no success, with its code and facts. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(`${body.error.code}: ${body.error.message}`);
  }
  get code(): string {
    return this.body.error.code;
  }
  get details(): Readonly<Record<string, unknown>> {
    return this.body.error.details ?? {};
  }
}

const TRIES = 5;
const EARLY_MS = 60_000;

/** One person at the product's own HTTP API, as any client would be. Signs in again before the token ends. */
export class ApiClient {
  private session: SessionDto | null = null;

  constructor(
    private readonly address: string,
    private readonly personId: string | null,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  async post<T>(path: string, body: unknown, key: string): Promise<T> {
    return this.send<T>('POST', path, body, key);
  }

  private async send<T>(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        const response = await fetch(`${this.address}/api/v1${path}`, {
          method,
          headers: {
            'content-type': 'application/json',
            ...(this.personId === null ? {} : { authorization: `Bearer ${await this.token()}` }),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const answer = (await response.json()) as unknown;
        if (response.ok) return answer as T;
        throw new Refused(response.status, answer as ErrorBody);
      } catch (error) {
        const passing = !(error instanceof Refused) || error.status === 503 || error.status === 429;
        if (!passing || attempt >= TRIES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
      }
    }
  }

  private async token(): Promise<string> {
    if (!this.session || Date.parse(this.session.accessTokenExpiresAt) - Date.now() < EARLY_MS) {
      const response = await fetch(`${this.address}/api/v1/demo/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ personId: this.personId }),
      });
      if (!response.ok)
        throw new Error(`cannot sign in at ${this.address}: ${response.status} (the tools use the demonstration sign-in, DEMO=1)`);
      this.session = (await response.json()) as SessionDto;
    }
    return this.session.accessToken;
  }
}

/** The people of the demonstration at an address; says plainly what is wrong when there are none. */
export async function demoPeople(address: string): Promise<PersonDto[]> {
  try {
    return (await new ApiClient(address, null).get<{ items: PersonDto[] }>('/demo/people')).items;
  } catch (error) {
    throw new Error(
      `no running demonstration at ${address} (${error instanceof Error ? error.message : String(error)}). Start one with: npm start`,
    );
  }
}
