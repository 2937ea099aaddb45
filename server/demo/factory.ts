import { type Calendar, foundFactory } from '../modules/identity';
import { DEMO_PEOPLE } from './people';

export const DEMO_FACTORY_ID = 'demo';

/** Founds a demonstration factory; false when it is there already. */
export function foundDemoFactory(factoryId: string, calendar: Calendar): Promise<boolean> {
  return foundFactory(
    {
      _id: factoryId,
      name: '车间通示范工厂',
      ...calendar,
      workshops: [
        { id: 'w1', name: '机加车间' },
        { id: 'replay', name: '回放车间' },
      ],
      overProductionRate: 500,
      scrapRateLimit: 500,
      gateWaitMinutes: 20,
      oneOperationPerPerson: false,
      correctionHours: 24,
      // Wide open so that a historic event log can be replayed into the demonstration; a real factory says 7.
      reportDaysBack: 7_300,
      wecomCorpId: 'wwdemo0000000000',
    },
    DEMO_PEOPLE.map(({ key, name, roles, workshopIds }) => ({
      name,
      roles,
      workshopIds,
      warehouseIds: [],
      wecomUserId: key,
      locale: 'zh-CN',
    })),
  );
}
