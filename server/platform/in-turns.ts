const MOST_KEYS = 200;

type Waiting<C, A> = { readonly call: C; readonly answer: (value: A) => void; readonly fail: (error: unknown) => void };

/**
 * Does together what many ask for at the same moment: whatever comes while one turn is under way goes with the next. Nothing is remembered
 * from turn to turn, so nobody is answered with what was true before they asked.
 */
export class InTurns<C, A> {
  private waiting: Waiting<C, A>[] = [];
  private underWay = false;

  /** `take` answers in the order of the calls; when it fails, all of its turn fail. */
  constructor(
    private readonly most: number,
    private readonly take: (calls: readonly C[]) => Promise<readonly A[]>,
  ) {}

  ask(call: C): Promise<A> {
    return new Promise((answer, fail) => {
      this.waiting.push({ call, answer, fail });
      if (this.underWay) return;
      this.underWay = true;
      setImmediate(() => this.turn());
    });
  }

  private turn(): void {
    const turn = this.waiting.splice(0, this.most);
    this.taken(turn).finally(() => {
      if (this.waiting.length > 0) this.turn();
      else this.underWay = false;
    });
  }

  private async taken(turn: readonly Waiting<C, A>[]): Promise<void> {
    try {
      const answers = await this.take(turn.map(({ call }) => call));
      if (answers.length !== turn.length) throw new Error(`${answers.length} answers to ${turn.length} calls`);
      for (const [index, { answer }] of turn.entries()) answer(answers[index] as A);
    } catch (error) {
      for (const { fail } of turn) fail(error);
    }
  }
}

/**
 * Looks things up by key, with one question for everybody who asks at the same moment; undefined for what `find` does not know. Outside
 * any transaction: `find` asks with `.session(null)`, and who decides by the answer makes sure of it when they write.
 */
export function lookUpTogether<T>(
  find: (factoryId: string, keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (factoryId: string, key: string) => Promise<T | undefined> {
  const turns = new InTurns<{ factoryId: string; key: string }, T | undefined>(MOST_KEYS, async (asked) => {
    const found = new Map<string, ReadonlyMap<string, T>>();
    for (const factoryId of new Set(asked.map((one) => one.factoryId))) {
      const keys = asked.filter((one) => one.factoryId === factoryId).map(({ key }) => key);
      found.set(factoryId, await find(factoryId, [...new Set(keys)]));
    }
    return asked.map(({ factoryId, key }) => found.get(factoryId)?.get(key));
  });
  return (factoryId, key) => turns.ask({ factoryId, key });
}
