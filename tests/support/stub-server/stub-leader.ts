import { alertPage } from '../../../server/contracts/api/alerts';
import { approvalPage } from '../../../server/contracts/api/approvals';
import { meDto } from '../../../server/contracts/api/identity';
import { unplacedReportPage } from '../../../server/contracts/api/reporting';
import { ROLE_PERMISSIONS } from '../../../server/contracts/permissions';
import { PEOPLE } from './stub-people-and-tasks';

export const LEADER = PEOPLE.find(({ roles }) => roles.includes('leader'));
const owner = { id: LEADER?.id ?? '', name: LEADER?.name ?? '' };
export const SCRAP_ALERT = 'd'.repeat(24);

/** What a leader of the stub factory is told: who they are, one alert, nothing to decide. */
export const LEADER_READS: Readonly<Record<string, () => unknown>> = {
  '/me': () =>
    meDto.parse({
      person: LEADER,
      permissions: ROLE_PERMISSIONS.leader,
      factory: { id: 'stub', name: '测试厂', timeZone: 'Asia/Shanghai', dayCut: '08:00', currency: 'CNY', workshops: [] },
      serverTime: new Date().toISOString(),
    }),
  '/alerts': () =>
    alertPage.parse({
      items: [
        {
          id: SCRAP_ALERT,
          rule: 'scrap_rate_high',
          state: 'open',
          lamp: 'stop',
          subject: `operation:${'c'.repeat(24)}`,
          facts: {
            orderNo: 'WO-0322',
            itemName: '轴套',
            operationName: '车外圆',
            goodQty: '78',
            scrapQty: '12',
            scrapRate: '13.33',
            limit: '5',
          },
          text: '',
          owners: [owner],
          raisedAt: new Date().toISOString(),
          acknowledgedBy: null,
          resolvedAt: null,
        },
      ],
    }),
  '/approvals': () => approvalPage.parse({ items: [] }),
  '/unplaced-reports': () => unplacedReportPage.parse({ items: [], nextAfter: null }),
};
