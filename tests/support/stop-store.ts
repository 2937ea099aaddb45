export default async function stopStore(): Promise<void> {
  const { stopTestStore } = globalThis as { stopTestStore?: () => Promise<void> };
  await stopTestStore?.();
}
