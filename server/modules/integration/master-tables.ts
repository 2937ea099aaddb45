import { formatQuantity } from '../../contracts/quantity';
import { everyPerson } from '../identity';
import { everyPieceRate } from '../payroll';
import { everyItem, everyRouting, everyStation, type Routing } from '../workorders';
import { type Asking, type Row, type Table, truth, workshopName } from './table';

/** What a factory defines. Items, routings and prices have the columns of their templates: what goes out can come in again. */
export const MASTER_TABLES = {
  items: {
    columns: ['code', 'name', 'drawing', 'unit', 'decimals'],
    numbers: new Set(['decimals']),
    async *rows({ actor: { scope } }) {
      for await (const batch of everyItem(scope)) {
        yield batch.map(({ code, name, drawing, unit }) => ({ code, name, drawing, unit: unit.name, decimals: String(unit.decimals) }));
      }
    },
  },
  routings: {
    columns: ['itemCode', 'seq', 'name', 'stationCode', 'priMinutes', 'firstArticleCap', 'finalRelease', 'waitsForAll', 'minTransferQty'],
    numbers: new Set(['seq', 'priMinutes', 'firstArticleCap', 'minTransferQty']),
    async *rows(asking) {
      for await (const batch of everyRouting(asking.actor.scope)) yield batch.flatMap((routing) => routingRows(routing, asking));
    },
  },
  stations: {
    columns: ['code', 'name', 'workshop'],
    numbers: new Set<string>(),
    async *rows(asking) {
      for await (const batch of everyStation(asking.actor.scope)) {
        yield batch.map(({ code, name, workshopId }) => ({ code, name, workshop: workshopName(workshopId, asking) }));
      }
    },
  },
  rates: {
    columns: ['itemCode', 'operationName', 'price', 'reworkPrice', 'validFrom', 'validTo'],
    numbers: new Set(['price', 'reworkPrice']),
    async *rows({ actor: { scope } }) {
      for await (const batch of everyPieceRate(scope)) yield batch.map(({ id: _, ...rate }) => ({ ...rate }));
    },
  },
  people: {
    columns: ['name', 'roles', 'workshops', 'wecomUserId', 'state'],
    numbers: new Set<string>(),
    async *rows(asking) {
      const { t } = asking;
      for await (const batch of everyPerson(asking.actor.scope)) {
        yield batch.map(({ name, roles, workshopIds, wecomUserId, state }) => ({
          name,
          roles: roles.map((role) => t(`role.${role}`)).join(', '),
          workshops: workshopIds.map((id) => (id === '*' ? t('note.allWorkshops') : workshopName(id, asking))).join(', ') || null,
          wecomUserId,
          state: t(`person.${state}`),
        }));
      }
    },
  },
} satisfies Readonly<Record<string, Table>>;

function routingRows({ itemCode, operations, links }: Routing, asking: Asking): Row[] {
  return operations.map((step) => {
    const before = links.find(({ to }) => to === step.seq);
    return {
      itemCode,
      seq: String(step.seq),
      name: step.name,
      stationCode: step.stationCode,
      priMinutes: String(step.priMinutes),
      firstArticleCap: step.firstArticleCapQty === null ? null : formatQuantity(step.firstArticleCapQty),
      finalRelease: truth(step.finalRelease, asking),
      waitsForAll: truth(before?.kind === 'finish_to_start', asking),
      minTransferQty: before && before.minTransferQty > 0 ? formatQuantity(before.minTransferQty) : null,
    };
  });
}
