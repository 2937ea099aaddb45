import { act, cleanup, render } from '@testing-library/react';
import type { ComponentType } from 'react';
import { endSession, keepSession } from '@/shared/auth/session';
import { StubApi } from './stub-server/stub-api';
import { WORKER } from './stub-server/stub-people-and-tasks';
import { phone } from './taro';

/** The API that the pages of a test talk to. `cut` makes the network go away. */
export class TestNetwork {
  readonly api = new StubApi();
  cut = false;

  constructor() {
    phone.answer = ({ method, url, data, header }) => {
      if (this.cut) throw { errMsg: 'request:fail' };
      const { status, body } = this.api.answer(
        method,
        url.replace(/^\/api\/v1/, ''),
        header['Idempotency-Key'],
        data instanceof ArrayBuffer ? new Uint8Array(data) : data,
        header.Authorization,
      );
      return { statusCode: status, data: body };
    };
  }

  signIn(personId = WORKER.id): void {
    act(() => keepSession(this.api.factory.signIn(personId)));
  }
}

/** A phone fresh from the shop. */
export function resetPhone(): void {
  cleanup();
  act(() => endSession());
  phone.stored.clear();
  phone.navigations.length = 0;
  phone.requests.length = 0;
  phone.params = {};
  phone.full = false;
  phone.files.clear();
  phone.filesSaid.clear();
  phone.shots.length = 0;
  phone.spoken = null;
  phone.played.length = 0;
  phone.route = '';
  phone.loginCodes = [];
  phone.scanned = null;
}

/** Shows a page and waits for what it asks on its first draw. */
export async function show(Page: ComponentType, params: Record<string, string> = {}): Promise<void> {
  phone.params = params;
  render(<Page />);
  await settle();
}

/** Lets everything that is under way come to an end. */
export async function settle(ms = 0): Promise<void> {
  await act(async () => {
    await new Promise((resolve) => setTimeout(resolve, ms));
  });
}
