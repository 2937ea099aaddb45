/** The platform says no, with a number. It still answers HTTP 200. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly errcode: number,
    readonly errmsg: string,
  ) {
    super(`${errcode} ${errmsg}`);
  }
}

export function refuseUnless(condition: unknown, errcode: number, errmsg: string): asserts condition {
  if (!condition) throw new Refusal(errcode, errmsg);
}
