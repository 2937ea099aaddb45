import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.join(__dirname, '../../..');
const START_MS = 90_000;

/** The product as it is started anywhere: the built server in a process of its own, a demonstration on a folder of its own. */
export class Product {
  readonly dataDir = mkdtempSync(path.join(tmpdir(), 'chejiantong-journey-'));
  address = '';
  private child: ChildProcess | null = null;
  private complaints = '';

  /** `env` for what is not as in a demonstration on one machine, e.g. a store that other processes have open too. */
  constructor(private readonly env: Readonly<Record<string, string>> = {}) {}

  static build(): void {
    execFileSync(process.execPath, ['scripts/build-server.mjs'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  }

  async start(): Promise<void> {
    const port = await freePort();
    this.address = `http://127.0.0.1:${port}`;
    const { MONGODB_URI: _, ...inherited } = process.env;
    const env = {
      ...inherited,
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: this.dataDir,
      DEMO: '1',
      LOG_LEVEL: 'error',
      NODE_ENV: '',
      ...this.env,
    };
    const child = spawn(process.execPath, ['dist/server/main.js'], { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr?.on('data', (chunk: Buffer) => {
      this.complaints += chunk.toString('utf8');
    });
    this.child = child;
    for (const until = Date.now() + START_MS; Date.now() < until; ) {
      if (child.exitCode !== null) throw new Error(`the product ended with ${child.exitCode}: ${this.complaints}`);
      const ready = await fetch(`${this.address}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`the product was not ready in time: ${this.complaints}`);
  }

  /** The power goes: no signal handler runs, nothing is finished. */
  async powerCut(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to stop, and answers the code it ends with. */
  stop(): Promise<number | null> {
    return this.end('SIGTERM');
  }

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return gone;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
