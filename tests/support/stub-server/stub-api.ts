import { demoSignInBody, refreshBody, signInDoorsDto } from '../../../server/contracts/api/identity';
import { piecePriceDto } from '../../../server/contracts/api/payroll';
import { decideInspectionBody } from '../../../server/contracts/api/quality';
import { correctReportBody, reportWorkBody, requestOverProductionBody, workTimeBody } from '../../../server/contracts/api/reporting';
import { ERROR_STATUS, type ErrorCode } from '../../../server/contracts/errors';
import { Refused } from './refused';
import { PIECE_PRICE, StubFactory } from './stub-factory';
import { LEADER_READS } from './stub-leader';
import { signInAtStub } from './stub-sign-in';

export type StubAnswer = { readonly status: number; readonly body: unknown };

/** The stub factory as an API: who may ask, idempotency keys and error bodies, without the HTTP around them. */
export class StubApi {
  readonly factory = new StubFactory();
  private readonly answersByKey = new Map<string, StubAnswer>();

  answer(method: string, address: string, key: string | undefined, body: unknown, authorization: string | undefined): StubAnswer {
    const [path = '', query = ''] = address.split('?');
    try {
      const open = isOpen(path);
      if (!open && !this.factory.validTokens.has(authorization?.replace('Bearer ', '') ?? '')) throw new Refused('session_ended');
      if (method === 'GET') return { status: 200, body: this.read(path) };
      const part = /^\/media\/uploads\/([0-9a-f]{24})\/parts$/.exec(path);
      if (part?.[1]) return { status: 200, body: this.part(part[1], query, body) };
      if (!open && !key) throw new Refused('idempotency_key_required');
      return open || !key ? { status: 200, body: this.change(path, body) } : this.once(key, () => this.change(path, body));
    } catch (problem) {
      return errorAnswer(problem);
    }
  }

  /** Raw bytes; their place in the file makes repeating them harmless, so they need no key. */
  private part(uploadId: string, query: string, body: unknown): unknown {
    if (!(body instanceof Uint8Array)) throw new Refused('unsupported_content');
    return this.factory.media.take(uploadId, Number(new URLSearchParams(query).get('offset')), body);
  }

  private once(key: string, run: () => unknown): StubAnswer {
    const before = this.answersByKey.get(key);
    if (before) return before;
    const answer = { status: 200, body: run() };
    this.answersByKey.set(key, answer);
    return answer;
  }

  private read(path: string): unknown {
    if (path === '/sign-in-doors') return signInDoorsDto.parse({ doors: this.factory.doors });
    if (path === '/demo/people') return this.factory.people();
    if (path === '/my/tasks') return this.factory.myTasks();
    if (path === '/my/pay') return this.factory.myPay();
    if (path === '/inspections') return this.factory.openInspections();
    if (path === '/piece-prices') return piecePriceDto.parse({ price: PIECE_PRICE });
    const ofLeader = LEADER_READS[path];
    if (ofLeader) return ofLeader();
    const task = /^\/operations\/([0-9a-f]{24})$/.exec(path);
    if (task?.[1]) return this.factory.task(task[1]);
    throw new Refused('not_found');
  }

  private change(path: string, body: unknown): unknown {
    const signIn = signInAtStub(this.factory, path, body);
    if (signIn) return signIn;
    if (path === '/sessions/end') return this.factory.signOut();
    if (path === '/demo/sign-in') return this.factory.signIn(demoSignInBody.parse(body).personId);
    if (path === '/sessions/refresh') return this.factory.refresh(refreshBody.parse(body).refreshToken);
    const time = /^\/operations\/([0-9a-f]{24})\/(start|pause|resume)$/.exec(path);
    if (time?.[1])
      return this.factory.workTime(workTimeBody.parse({ ...(body as object), operationId: time[1] }).operationId, time[2] as 'start');
    const over = /^\/operations\/([0-9a-f]{24})\/over-production-requests$/.exec(path);
    if (over?.[1])
      return this.factory.requestOverProduction(requestOverProductionBody.parse({ ...(body as object), operationId: over[1] }));
    const decision = /^\/inspections\/([0-9a-f]{24})\/decision$/.exec(path);
    if (decision?.[1]) {
      const verdict = decideInspectionBody.parse({ ...(body as object), inspectionId: decision[1] });
      const { inspectionId, result, reason, photoIds, voiceId } = verdict;
      return this.factory.decideInspection(inspectionId, result, reason ?? null, photoIds, voiceId);
    }
    if (path === '/media/uploads') return this.factory.media.open(body);
    const finish = /^\/media\/uploads\/([0-9a-f]{24})\/finish$/.exec(path);
    if (finish?.[1]) return this.factory.media.finish(finish[1]);
    if (path === '/work-reports') return this.factory.report(reportWorkBody.parse(body));
    const correct = /^\/work-reports\/([0-9a-f]{24})\/correction$/.exec(path);
    if (correct?.[1]) {
      const { reportId, reason, occurredAt } = correctReportBody.parse({ ...(body as object), reportId: correct[1] });
      return this.factory.correct(reportId, reason, occurredAt);
    }
    throw new Refused('not_found');
  }
}

/** Before anybody has signed in. */
function isOpen(path: string): boolean {
  return path.startsWith('/demo/') || path === '/sign-in-doors' || /^\/sessions\/(?!end)/.test(path);
}

function errorAnswer(problem: unknown): StubAnswer {
  const { code, details } =
    problem instanceof Refused ? problem : { code: 'invalid_input' as ErrorCode, details: { problem: String(problem) } };
  return { status: ERROR_STATUS[code], body: { error: { code, message: code, details }, requestId: 'request-of-the-stub' } };
}
