/** Something that is told in its order: it yields when it goes on, and answers what came of it. */
export type Told<T = void> = AsyncGenerator<Date, T>;

/**
 * Tells stories at once: what happened first is told first, whichever story it belongs to, so that what follows from it follows at its
 * own time. `after` each thing is told when it was. A story that goes back in time is a fault of the story.
 */
export async function tellTogether(stories: readonly Told[], after: (at: Date) => Promise<void>): Promise<void> {
  const waiting: { story: Told; at: Date }[] = [];
  for (const story of stories) {
    const beginning = await story.next();
    if (!beginning.done) waiting.push({ story, at: beginning.value });
  }
  for (let next = earliest(waiting); next; next = earliest(waiting)) {
    const { story, at } = next;
    const step = await story.next();
    await after(at);
    if (step.done) waiting.splice(waiting.indexOf(next), 1);
    else if (step.value < at) throw new Error(`demonstration: a story goes back from ${at.toISOString()} to ${step.value.toISOString()}`);
    else next.at = step.value;
  }
}

function earliest<T extends { readonly at: Date }>(waiting: readonly T[]): T | undefined {
  return waiting.reduce<T | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined);
}
