/**
 * Lets work on one key go through one after another within this process. The database decides who wins; this only spares
 * two workers at one order the write conflict and the driver's back-off.
 */
export class QueueByKey {
  private readonly tails = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const mine = before ? before.then(work, work) : work();
    this.tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.tails.get(key) === mine) this.tails.delete(key);
    }
  }
}
