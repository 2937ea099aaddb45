import { factoryIds, foundFactory } from './modules/identity';
import type { Config } from './platform/config/config';

const OWN_FACTORY_ID = 'main';

/** The factory of this installation. In an empty store it is founded, with the first administrator who takes on everybody else. */
export async function foundOwnFactory({ founding, wecom }: Config): Promise<string> {
  const [existing] = await factoryIds();
  if (existing !== undefined) return existing;
  const { adminName, adminWecomUserId } = founding;
  await foundFactory(
    {
      _id: OWN_FACTORY_ID,
      name: founding.name,
      timeZone: 'Asia/Shanghai',
      dayCutMinutes: 8 * 60,
      workshops: [{ id: 'w1', name: '一车间' }],
      overProductionRate: 500,
      scrapRateLimit: 500,
      gateWaitMinutes: 20,
      oneOperationPerPerson: false,
      correctionHours: 24,
      reportDaysBack: 7,
      wecomCorpId: wecom?.corpId ?? null,
    },
    [
      {
        name: adminName ?? adminWecomUserId ?? '管理员',
        roles: ['admin'],
        workshopIds: ['*'],
        warehouseIds: [],
        // Absent, not null: where nobody has one, nobody has the same.
        ...(adminWecomUserId === null ? {} : { wecomUserId: adminWecomUserId.toLowerCase() }),
        locale: 'zh-CN',
      },
    ],
  );
  return OWN_FACTORY_ID;
}
