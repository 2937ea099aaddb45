/** How `wx` answers: by callbacks, later, with an `errMsg`. */
export type Callbacks = { success?: (result: object) => void; fail?: (problem: object) => void; complete?: (result: object) => void };

export function succeed(options: Callbacks | undefined, name: string, result: object = {}): void {
  setTimeout(() => {
    const answer = { errMsg: `${name}:ok`, ...result };
    options?.success?.(answer);
    options?.complete?.(answer);
  }, 0);
}

export function fail(options: Callbacks | undefined, name: string, why: string): void {
  setTimeout(() => {
    const problem = { errMsg: `${name}:fail ${why}` };
    options?.fail?.(problem);
    options?.complete?.(problem);
  }, 0);
}
