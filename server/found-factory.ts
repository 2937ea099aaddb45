import { factoryIds, foundFactory } from './modules/identity';
import type { Config } from './platform/config/config';

const OWN_FACTORY_ID = 'main';

/** The factory of this installation. In an empty store it is founded, with the first administrator who takes on everybody else. */
export async function foundOwnFactory({ founding, wecom }: Config): Promise<string> {
  const [existing] = await factoryIds();
  if (existing !== undefined) return existing;
  const admin = founding.adminWecomUserId;
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
    admin === null
      ? []
      : [{ name: admin, roles: ['admin'], workshopIds: ['*'], warehouseIds: [], wecomUserId: admin.toLowerCase(), locale: 'zh-CN' }],
  );
  return OWN_FACTORY_ID;
}
