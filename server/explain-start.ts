import { ConfigError } from './platform/config/config';
import { SALVAGE_HINT } from './platform/database/embedded';

/** Says in words why the product did not start and what to do, and ends the process. */
export function explainStart(error: unknown): never {
  process.stderr.write(`\n车间通 did not start${reasonOf(error)}\n`);
  process.exit(1);
}

/** The words for a start that failed. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return `: ${String(error)}`;
  if (error instanceof ConfigError) return `. The configuration is not right:\n${error.message}`;
  if ('code' in error && error.code === 'EADDRINUSE') {
    const port = 'port' in error ? Number(error.port) : 3000;
    return `: port ${port} is taken. Stop what runs there, or choose another one: PORT=${port + 1} npm start`;
  }
  if (error.message.startsWith('the data directory '))
    return `: ${error.message}. Stop the other one, or choose another folder: DATA_DIR=data2 npm start`;
  if (error.message.includes(SALVAGE_HINT))
    return `: ${error.message.split('. ')[0]}.\nRestore a backup. Without one: copy the data folder away, then npm run salvage keeps what can be read and says what is missing.`;
  return `: ${error.stack ?? error.message}`;
}
