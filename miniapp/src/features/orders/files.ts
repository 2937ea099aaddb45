import type { ImportKind, ImportReceiptDto } from '@contracts/api/integration';
import { EXCEL_TYPE } from '@contracts/api/integration';
import { renewSession } from '@/shared/auth/renew-session';
import { currentSession } from '@/shared/auth/session';
import { currentPreferences } from '@/shared/preferences/preferences';
import { API_ROOT } from '@/shared/request/address';
import { withQuery } from '@/shared/request/api';
import { noteReachable, noteUnreachable } from '@/shared/request/connection';
import { type Answer, failureOf } from '@/shared/request/failure';

/** Fetches a file as the person who is signed in; an ordinary link would ask without them. */
export function download(path: string): Promise<Answer<Blob>> {
  return exchangeBytes(withQuery(path, { locale: currentPreferences().locale }), { method: 'GET' }, (answer) => answer.blob());
}

/** Hands an Excel file in for a preview. The same file under the same key is the same request. */
export function uploadSheet(kind: ImportKind, file: File, key: string): Promise<Answer<ImportReceiptDto>> {
  const path = withQuery('/imports', { kind, fileName: file.name });
  const request = { method: 'POST', body: file, headers: { 'Content-Type': EXCEL_TYPE, 'Idempotency-Key': key } };
  return exchangeBytes(path, request, (answer) => answer.json() as Promise<ImportReceiptDto>);
}

/** Opens a page made for paper in a window of its own, where the browser prints it; answers false when the browser blocks windows. */
export function showPaper(page: Blob): boolean {
  const address = URL.createObjectURL(page);
  const opened = window.open(address, '_blank');
  // The window has read it by then; without this the page would stay in memory as long as the desk is open.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
  return opened !== null;
}

export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

type BytesRequest = { readonly method: string; readonly body?: Blob; readonly headers?: Readonly<Record<string, string>> };

async function exchangeBytes<T>(path: string, request: BytesRequest, read: (answer: Response) => Promise<T>): Promise<Answer<T>> {
  const session = currentSession();
  if (!session) return { ok: false, failure: { kind: 'signed_out' } };
  let answer = await ask(path, request, session.accessToken);
  if (answer?.status === 401) {
    const renewal = await renewSession(session.accessToken);
    if (!renewal.ok) return renewal;
    answer = await ask(path, request, renewal.session.accessToken);
  }
  if (!answer) return { ok: false, failure: { kind: 'unreachable' } };
  if (answer.ok) return { ok: true, value: await read(answer) };
  return { ok: false, failure: failureOf({ status: answer.status, body: await bodyOf(answer) }) };
}

async function ask(path: string, { method, body, headers }: BytesRequest, token: string): Promise<Response | null> {
  try {
    const answer = await fetch(API_ROOT + path, {
      method,
      ...(body ? { body } : {}),
      headers: { ...headers, Authorization: `Bearer ${token}`, 'Accept-Language': currentPreferences().locale, 'X-Channel': 'web' },
    });
    noteReachable();
    return answer;
  } catch (problem) {
    // fetch rejects with a TypeError when no answer came.
    if (!(problem instanceof TypeError)) throw problem;
    noteUnreachable();
    return null;
  }
}

/** A refusal that is not JSON comes from something between us and the server and says nothing. */
async function bodyOf(answer: Response): Promise<unknown> {
  const said = await answer.text();
  try {
    return JSON.parse(said);
  } catch {
    return said;
  }
}
