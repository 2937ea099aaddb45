import type { Demonstration } from './demo';
import type { FirstInvitation } from './modules/identity';
import type { Config } from './platform/config/config';

/** After that the work in the demonstration is yesterday's. */
const A_SHIFT_MS = 16 * 3_600_000;

/** What a person who has just started the product needs to see: where it is, and whom they can be. */
export function printWelcome(shown: {
  config: Config;
  port: number;
  engine: 'embedded' | 'mongodb';
  demonstration: Demonstration | null;
  firstInvitation: FirstInvitation | null;
}): void {
  const { config, demonstration, firstInvitation } = shown;
  const address = `http://${config.host}:${shown.port}`;
  const lines = [
    '',
    `● 车间通 is running (store: ${shown.engine === 'embedded' ? `embedded, ${config.dataDir}` : 'MongoDB'})`,
    '',
    `  web app    ${address}/app/`,
    ...(demonstration ? [`  chat page  ${address}/sandbox/`] : []),
    `  API docs   ${address}/docs`,
    '',
  ];
  if (firstInvitation) {
    const { name, code, link, expiresAt } = firstInvitation;
    lines.push(
      `  No administrator has been in yet. The way in for ${name}, once, until ${new Date(expiresAt).toLocaleString('sv-SE')}:`,
      '',
    );
    lines.push(
      `    ${link}`,
      `    code ${code}`,
      '',
      '  Whoever has the code is administrator. Lost it? The next start prints another.',
      '',
    );
  }
  if (demonstration) {
    lines.push('  Demonstration people (sign in as any of them, no password):', '');
    for (const person of demonstration.people) lines.push(`    ${person.name.padEnd(6, '　')} ${person.roles.join(', ')}`);
    const { toldAt } = demonstration;
    if (!toldAt) lines.push('', '  ■ It was cut off while it was loaded and is not whole. For a whole one: stop, npm run reset, npm start');
    else if (Date.now() - toldAt.getTime() > A_SHIFT_MS) {
      lines.push('', `  Its shift was that of ${toldAt.toDateString()}. For one of today: stop, npm run reset, npm start`);
    }
    lines.push('', '  Stop with Ctrl-C; everything is kept. Start over: npm run reset', '');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}
