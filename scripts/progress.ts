/** One line that keeps saying how far a long piece of work is; in a pipe, a line every few seconds instead. */
export class Progress {
  private done = 0;
  private last = 0;
  private readonly started = Date.now();

  constructor(
    private readonly label: string,
    private readonly total: number,
  ) {}

  step(by = 1): void {
    this.done += by;
    const now = Date.now();
    if (now - this.last < (process.stdout.isTTY ? 100 : 3_000) && this.done < this.total) return;
    this.last = now;
    const share = this.total === 0 ? 100 : Math.floor((this.done * 100) / this.total);
    const text = `${this.label}: ${this.done} of ${this.total} (${share} %), ${((now - this.started) / 1_000).toFixed(0)} s`;
    if (process.stdout.isTTY) process.stdout.write(`\r${text}  ${this.done >= this.total ? '\n' : ''}`);
    else process.stdout.write(`${text}\n`);
  }
}

/** Works through a list with a few hands side by side; the first failure stops all and is thrown. */
export async function sideBySide<T>(items: readonly T[], hands: number, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const take = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      try {
        await work(item);
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: hands }, take));
}
