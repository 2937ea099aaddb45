const WIDE = '(min-width: 1024px)';

/** Whether there is room for the planner's desk here. */
export function deskFits(): boolean {
  return window.matchMedia(WIDE).matches;
}
