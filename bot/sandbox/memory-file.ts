import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import type { SandboxMemory } from './memory';
import type { Sandbox } from './sandbox';

const PAUSE_MS = 500;
type Kept = SandboxMemory & { readonly factoryId: string };

/** What the sandbox of this factory remembered when the product last ran; nothing for another factory or a file that cannot be read. */
export function readSandboxMemory(dataDir: string, factoryId: string, logger: Logger): SandboxMemory | undefined {
  if (!existsSync(fileIn(dataDir))) return undefined;
  try {
    const kept = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Kept;
    return kept.factoryId === factoryId ? kept : undefined;
  } catch (error) {
    logger.warn({ err: error }, 'the chats were not read');
    return undefined;
  }
}

/** Writes down what the sandbox remembers, a moment after each change. Returns the function that writes what is left and ends it. */
export function keepSandboxMemory(sandbox: Sandbox, dataDir: string, factoryId: string, logger: Logger): () => void {
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    timer = undefined;
    try {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(`${fileIn(dataDir)}.new`, JSON.stringify({ factoryId, ...sandbox.remember() } satisfies Kept));
      renameSync(`${fileIn(dataDir)}.new`, fileIn(dataDir));
    } catch (error) {
      // A demonstration goes on without: only the chats of before a restart are gone.
      logger.warn({ err: error }, 'the chats were not kept');
    }
  };
  const end = sandbox.listen(({ kind }) => {
    if (kind === 'faults' || kind === 'closed' || timer) return;
    timer = setTimeout(write, PAUSE_MS);
    timer.unref();
  });
  return () => {
    end();
    clearTimeout(timer);
    write();
  };
}

const fileIn = (dataDir: string): string => path.join(dataDir, 'sandbox.json');
