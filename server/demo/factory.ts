import { foundFactory } from '../modules/identity';
import { DEMO_PEOPLE } from './people';

export const DEMO_FACTORY_ID = 'demo';

/** Founds the demonstration factory; false when it is there already. */
export function foundDemoFactory(): Promise<boolean> {
  return foundFactory(
    {
      _id: DEMO_FACTORY_ID,
      name: '车间通示范工厂',
      timeZone: 'Asia/Shanghai',
      dayCutMinutes: 7 * 60 + 30,
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
