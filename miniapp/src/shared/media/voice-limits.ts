/** Shorter than this nobody has said anything: the finger slipped. */
export const SHORTEST_MS = 700;
