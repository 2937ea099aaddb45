/** Runs one at a time under a name, over all tabs of this browser that have the app open. */
export function alone<T>(name: string, run: () => Promise<T>): Promise<T> {
  // Absent on insecure origins and on Safari before 15.4: there two tabs may ask twice, and the later one signs in again.
  return navigator.locks ? (navigator.locks.request(`chejiantong/${name}`, run) as Promise<T>) : run();
}
