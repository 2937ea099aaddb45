// Browsers give a site about five million characters and do not say how many are left.
const CHARACTERS = 5_000_000;

/** How much of the browser's room for this app is used, 0 to 1. */
export function usedShareOfSpace(): number {
  let used = 0;
  for (let at = 0; at < localStorage.length; at += 1) {
    const name = localStorage.key(at);
    if (name !== null) used += name.length + (localStorage.getItem(name)?.length ?? 0);
  }
  return Math.min(1, used / CHARACTERS);
}
