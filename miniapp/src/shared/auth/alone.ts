/** Runs one at a time under a name. A mini-program has one logic thread, so there is nobody else to wait for. */
export function alone<T>(_name: string, run: () => Promise<T>): Promise<T> {
  return run();
}
