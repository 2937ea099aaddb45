import { randomUUID } from 'node:crypto';
import { parseQuantity } from '../../server/contracts/quantity';
import { type ApiClient, Refused } from '../http-client';
import { sideBySide } from '../progress';
import { MASTER, MASTER_KINDS, type MasterKind, type MasterRow, type Problem } from './master-row';

const HANDS = 4;

export type Loaded = {
  readonly counts: Readonly<Record<MasterKind, { added: number; there: number }>>;
  readonly problems: readonly Problem[];
};

/**
 * Sends rows as ordinary calls of the API: first what others need. A row that is refused is named and holds up no other; what is there
 * already, with the same content, is counted as such, so running it again is safe. Throws when the product cannot be reached.
 */
export async function loadMaster(client: Pick<ApiClient, 'post'>, rows: readonly MasterRow[], step: () => void): Promise<Loaded> {
  const problems: Problem[] = [];
  const counts = { items: none(), stations: none(), routings: none(), orders: none() };
  for (const kind of MASTER_KINDS) {
    await sideBySide(
      rows.filter((row) => row.kind === kind),
      HANDS,
      async (row) => {
        const result = await send(client, row);
        if (typeof result === 'object') problems.push(result);
        else counts[kind][result] += 1;
        step();
      },
    );
  }
  return { counts, problems };
}

const none = () => ({ added: 0, there: 0 });

async function send(client: Pick<ApiClient, 'post'>, { kind, source, body }: MasterRow): Promise<'added' | 'there' | Problem> {
  try {
    const receipt = await client.post<{ changed?: boolean }>(MASTER[kind].path, body, `load-${randomUUID()}`);
    return receipt.changed === false ? 'there' : 'added';
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.code === 'order_exists' && sameOrder(body, error.details)) return 'there';
    const fields = (error.body.error.fields ?? []).map(({ path, code }) => `${path} ${code}`).join(', ');
    return { source, reason: `${error.code}: ${error.body.error.message}${fields ? ` (${fields})` : ''}` };
  }
}

/** Whether the order under a taken number is the one of this row. What has been made of it since does not matter. */
function sameOrder(body: MasterRow['body'], there: Readonly<Record<string, unknown>>): boolean {
  return (
    body.itemCode === there.itemCode &&
    body.workshopId === there.workshopId &&
    parseQuantity(String(body.plannedQty)) === parseQuantity(String(there.plannedQty)) &&
    Date.parse(String(body.dueAt)) === Date.parse(String(there.dueAt))
  );
}
