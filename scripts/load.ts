import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApiClient, demoPeople } from './http-client';
import { loadMaster } from './master-file/load-master';
import { MASTER_KINDS } from './master-file/master-row';
import { readMasterFile } from './master-file/read-master-file';
import { Progress } from './progress';

const USAGE =
  'npm run load -- <file.json | items.csv stations.csv routings.csv orders.csv> [--url <address>] [--as <person id>] [--offset +08:00]';

/**
 * `npm run load`: items, stations, routings and work orders from JSON or CSV, as calls of the product's own API. Every row that is not
 * taken is named with its line and reason, and ends the tool with 1; running it again changes nothing that is there already.
 */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      url: { type: 'string', default: `http://127.0.0.1:${process.env.PORT ?? 3000}` },
      as: { type: 'string' },
      offset: { type: 'string', default: '+08:00' },
    },
  });
  if (positionals.length === 0) throw new Error(`which file? ${USAGE}`);
  if (!/^[+-]\d{2}:\d{2}$/.test(values.offset)) throw new Error(`--offset ${values.offset} is no offset like +08:00`);
  const files = positionals.map((file) => readMasterFile(file, readFileSync(file), values.offset));
  const rows = files.flatMap((file) => file.rows);
  const personId = values.as ?? (await demoPeople(values.url)).find(({ roles }) => roles.includes('planner'))?.id;
  if (personId === undefined) throw new Error(`no planner at ${values.url}; say who you are with --as <person id>`);

  const progress = new Progress('rows', rows.length);
  const loaded = await loadMaster(new ApiClient(values.url, personId), rows, () => progress.step());

  for (const kind of MASTER_KINDS) {
    const { added, there } = loaded.counts[kind];
    if (added + there > 0) console.log(`${kind}: ${added} added, ${there} there already`);
  }
  const problems = [...files.flatMap((file) => file.problems), ...loaded.problems];
  for (const { source, reason } of problems) console.error(`■ ${source} ${reason}`);
  if (problems.length > 0)
    console.error(`${problems.length} not taken. Put them right and load the file again: what is there already stays as it is.`);
  return problems.length > 0 ? 1 : 0;
}
