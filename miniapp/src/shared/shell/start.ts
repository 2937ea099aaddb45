/** What a target needs once, when the app starts. A mini-program needs nothing: WeChat brings it. */
export function startShell(): void {
  return;
}
