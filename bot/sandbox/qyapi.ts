import type { Chats } from './chats';
import type { Faults } from './faults';
import type { LoginDoor } from './login-codes';
import type { Media } from './media';
import { asObject, type Json } from './read-content';
import { Refusal, refuseUnless } from './refusal';
import type { OpenEntry, Wire } from './wire';

export interface QyapiRequest {
  method: string;
  /** what follows `/cgi-bin/` */
  path: string;
  query: URLSearchParams;
  body: Buffer;
  contentType: string;
  range?: string;
}

/** An HTTP answer, or the platform hanging up without one. */
export type QyapiAnswer = { status: number; headers: Record<string, string>; body: Buffer | string } | 'hang_up';

export interface QyapiOptions {
  wire: Wire;
  faults: Faults;
  chats: Chats;
  media: Media;
  access: { count(path: string): void; checkCaller(): void; give(query: URLSearchParams): Json; check(token: string): void };
  messages: Record<'send' | 'update' | 'recall', (body: Json, entry: OpenEntry) => Json>;
  spendLoginCode: (code: string, door: LoginDoor) => string;
  corpId: string;
  slow: () => Promise<unknown>;
}

const RANGED_ABOVE_BYTES = 20 * 1024 * 1024;

/** The platform's HTTP API: always HTTP 200 with an errcode, unless it is down. */
export function createQyapi({ wire, faults, chats, media, access, messages, spendLoginCode, corpId, slow }: QyapiOptions) {
  async function answer(request: QyapiRequest, entry: OpenEntry): Promise<Json> {
    access.count(request.path);
    access.checkCaller();
    if (request.path === 'gettoken') {
      entry.note({ key: 'token_asked' });
      return access.give(request.query);
    }
    access.check(request.query.get('access_token') ?? '');
    if (faults.strikes('rate_limited')) throw new Refusal(45009, 'api freq out of limit');
    switch (`${request.method} ${request.path}`) {
      case 'POST message/send':
        return messages.send(readJson(request.body), entry);
      case 'POST message/update_template_card':
        return messages.update(readJson(request.body), entry);
      case 'POST message/recall':
        return messages.recall(readJson(request.body), entry);
      case 'GET getcallbackip':
        return { ip_list: ['127.0.0.1'] };
      case 'GET user/get':
        return getMember(request.query.get('userid') ?? '');
      case 'GET miniprogram/jscode2session':
        return {
          corpid: corpId,
          userid: spendLoginCode(request.query.get('js_code') ?? '', 'miniprogram'),
          session_key: 'c2FuZGJveA==',
        };
      case 'GET auth/getuserinfo':
        // Everybody here is a member, and the page asks for no more than who it is: no ticket for the details.
        return { userid: spendLoginCode(request.query.get('code') ?? '', 'web') };
      case 'POST media/upload':
        return media.upload(request.query, request.body, request.contentType);
      default:
        throw new Refusal(40035, `no such api: ${request.path}`);
    }
  }

  function getMember(userId: string): Json {
    refuseUnless(userId, 41009, 'userid missing');
    const person = chats.find(userId);
    refuseUnless(person, 60111, 'userid not found');
    const name = typeof person.name === 'string' ? person.name : (person.name['zh-CN'] ?? person.id);
    // What a self-built app still gets to see: no phone, no mail, no picture.
    return { userid: person.id, name, department: [1], main_department: 1, is_leader_in_dept: [0], status: 1 };
  }

  function getMedia({ query, range }: QyapiRequest): QyapiAnswer {
    access.count('media/get');
    access.checkCaller();
    access.check(query.get('access_token') ?? '');
    const file = media.find(query.get('media_id') ?? '');
    refuseUnless(file, 40007, 'invalid media_id');
    refuseUnless(range !== undefined || file.bytes.length <= RANGED_ABOVE_BYTES, 830002, 'file is too large without Range');
    const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    refuseUnless(range === undefined || (asked && Number(asked[1]) < file.bytes.length), 40146, 'invalid Range');
    const bytes = asked ? file.bytes.subarray(Number(asked[1]), asked[2] ? Number(asked[2]) + 1 : undefined) : file.bytes;
    const headers = { 'content-type': file.contentType, 'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"` };
    return { status: asked ? 206 : 200, headers, body: bytes };
  }

  return async function handle(request: QyapiRequest): Promise<QyapiAnswer> {
    const entry = wire.begin({ direction: 'to_platform', method: request.method === 'GET' ? 'GET' : 'POST', path: request.path });
    if (faults.strikes('platform_down')) {
      entry.note({ key: 'fault', values: { name: 'platform_down' } });
      entry.end({ state: 'lost' });
      return 'hang_up';
    }
    if (faults.strikes('platform_slow')) {
      entry.note({ key: 'fault', values: { name: 'platform_slow' } });
      await slow();
    }
    try {
      if (request.method === 'GET' && request.path === 'media/get') {
        const file = getMedia(request);
        entry.end({ state: 'accepted', status: 200, errcode: 0 });
        return file;
      }
      const fields = await answer(request, entry);
      entry.end({ state: 'accepted', status: 200, errcode: 0, errmsg: 'ok', gave: worthALook(fields) });
      return inJson({ errcode: 0, errmsg: 'ok', ...fields });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { errcode, errmsg } = error;
      entry.end({ state: 'refused', status: 200, errcode, errmsg });
      return inJson({
        errcode,
        errmsg: `${errmsg}, hint: [0], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`,
      });
    }
  };
}

function readJson(body: Buffer): Json {
  const text = body.toString('utf8');
  refuseUnless(body.length <= 1024 * 1024, 40206, 'request body too large');
  refuseUnless(!/(^|[^\\])(\\\\)*\\u[0-9a-fA-F]{4}/.test(text), 40033, 'invalid charset, \\uxxxx is not allowed');
  try {
    return asObject(JSON.parse(text));
  } catch {
    // The platform reads what it can and warns; a message it cannot read has no type.
    throw new Refusal(40008, 'invalid message type. Warning: wrong json format.');
  }
}

function inJson(answer: Json): QyapiAnswer {
  return { status: 200, headers: { 'content-type': 'application/json; charset=UTF-8' }, body: JSON.stringify(answer) };
}

function worthALook({ response_code, msgid, expires_in }: Json): string | undefined {
  if (typeof response_code === 'string') return `response_code ${response_code.slice(0, 5)}…`;
  if (typeof msgid === 'string') return `msgid ${msgid.slice(0, 6)}…`;
  return typeof expires_in === 'number' ? `expires_in ${expires_in}` : undefined;
}
