import type { ItemDto, RoutingDto, StationDto } from '../../contracts/api/workorders';
import type { Item } from './models/item.model';
import type { Routing } from './models/routing.model';
import type { Station } from './models/station.model';

export const presentItem = ({ _id, code, name, drawing, unit }: Item): ItemDto => ({
  id: _id.toHexString(),
  code,
  name,
  drawing,
  unit: { name: unit.name, decimals: unit.decimals },
});

export const presentStation = ({ _id, code, name, workshopId }: Station): StationDto => ({ id: _id.toHexString(), code, name, workshopId });

export const presentRouting = ({ _id, itemCode, version, operations }: Routing): RoutingDto => ({
  id: _id.toHexString(),
  itemCode,
  version,
  operations: operations.map(({ seq, name, firstArticleCapQty, finalRelease }) => ({
    seq,
    name,
    firstArticle: firstArticleCapQty !== null,
    finalRelease,
  })),
});
