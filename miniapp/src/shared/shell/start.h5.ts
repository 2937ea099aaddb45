/** What the web app needs once: its service worker, so that it opens without a signal, and keys for what a finger does elsewhere. */
export function startShell(): void {
  pressWithKeys();
  if ('serviceWorker' in navigator) {
    navigator.serviceWorker
      .register('/app/sw.js', { scope: '/app/' })
      .catch((problem: unknown) => console.warn('no service worker', problem));
  }
}

/** Enter and space press what is focused, as they would a button of the browser. */
function pressWithKeys(): void {
  document.addEventListener('keydown', (event) => {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'button') return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    target.click();
  });
}
