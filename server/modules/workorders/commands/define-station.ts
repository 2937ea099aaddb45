import { Types } from 'mongoose';
import { stationBody } from '../../../contracts/api/workorders';
import { accepted, coversWorkshop, defineCommand, refused } from '../../../platform';
import { factoryOf } from '../../identity';
import { forgetStations } from '../factory-stations';
import { presentStation } from '../master.presenter';
import { ONE_STATION_PER_CODE, type Station, StationModel } from '../models/station.model';

/** Defines where work is done. The same station again changes nothing; another one under its code is refused with `station_exists`. */
export const defineStation = defineCommand({
  name: 'workorders.define-station',
  permission: 'workorders.manage_master',
  input: stationBody,
  againIfLostTo: [ONE_STATION_PER_CODE],
  async run({ code, name, workshopId }, { scope, now }) {
    const factory = await factoryOf(scope.factoryId);
    if (!coversWorkshop(scope, workshopId) || !factory.workshops.some(({ id }) => id === workshopId)) {
      return refused({ code: 'out_of_scope', workshopId });
    }
    const known = await StationModel.findOne({ factoryId: scope.factoryId, code }).lean<Station>();
    if (known) {
      const same = known.name === name && known.workshopId === workshopId;
      return same ? accepted({ ...presentStation(known), changed: false }) : refused({ code: 'station_exists', stationCode: code });
    }
    const station: Station = { _id: new Types.ObjectId(), factoryId: scope.factoryId, code, name, workshopId, createdAt: now };
    await StationModel.create([station]);
    forgetStations(scope.factoryId);
    return accepted({ ...presentStation(station), changed: true });
  },
});
