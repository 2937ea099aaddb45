type ViewerKeys = { readonly turn: (by: 1 | -1) => void; readonly close: () => void };

/** A phone has no keys. */
export function useViewerKeys(_keys: ViewerKeys): void {
  return;
}
