import type { Role } from '../../server/contracts/permissions';

/** Who works in the factory of the tests, by the name a test calls them. Workshop `w1` is everybody's but for `sun`, who is in `w2`. */
export const CAST = {
  wang: { name: '王强', roles: ['worker'], workshopIds: ['w1'] },
  li: { name: '李敏', roles: ['worker'], workshopIds: ['w1'] },
  sun: { name: '孙洋', roles: ['worker'], workshopIds: ['w2'] },
  zhang: { name: '张工', roles: ['inspector'], workshopIds: ['w1'] },
  he: { name: '何工', roles: ['inspector'], workshopIds: ['w1'] },
  chen: { name: '陈班长', roles: ['leader'], workshopIds: ['w1'] },
  zhao: { name: '赵库', roles: ['keeper'], workshopIds: ['w1'] },
  liu: { name: '刘计划', roles: ['planner'], workshopIds: ['*'] },
  zhou: { name: '周经理', roles: ['manager'], workshopIds: ['*'] },
  wu: { name: '吴人事', roles: ['hr'], workshopIds: ['*'] },
  xu: { name: '徐信息', roles: ['it'], workshopIds: ['*'] },
  admin: { name: '管理员', roles: ['admin'], workshopIds: ['*'] },
} as const satisfies Record<string, { name: string; roles: readonly Role[]; workshopIds: readonly string[] }>;
export type CastName = keyof typeof CAST;
