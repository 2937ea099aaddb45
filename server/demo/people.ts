import type { Role } from '../contracts/permissions';

/** A workshop of a dozen people, and who is above them. `key` is their WeCom user id in the sandbox. */
export const DEMO_PEOPLE: readonly { key: string; name: string; roles: Role[]; workshopIds: string[] }[] = [
  { key: 'wang', name: '王强', roles: ['worker'], workshopIds: ['w1'] },
  { key: 'limin', name: '李敏', roles: ['worker'], workshopIds: ['w1'] },
  { key: 'zhaolei', name: '赵磊', roles: ['worker'], workshopIds: ['w1'] },
  { key: 'sunli', name: '孙丽', roles: ['worker'], workshopIds: ['w1'] },
  { key: 'zhoujie', name: '周杰', roles: ['worker'], workshopIds: ['w1'] },
  { key: 'maliang', name: '马亮', roles: ['worker'], workshopIds: ['w1'] },
  { key: 'zhanggong', name: '张工', roles: ['inspector'], workshopIds: ['w1'] },
  { key: 'ligong', name: '李工', roles: ['inspector'], workshopIds: ['w1'] },
  { key: 'chenbanzhang', name: '陈班长', roles: ['leader'], workshopIds: ['w1'] },
  { key: 'zhaoku', name: '赵库管', roles: ['keeper'], workshopIds: ['w1'] },
  { key: 'liujihua', name: '刘计划', roles: ['planner'], workshopIds: ['*'] },
  { key: 'zhuren', name: '郑主任', roles: ['leader', 'manager'], workshopIds: ['*'] },
  { key: 'jingli', name: '钱经理', roles: ['manager'], workshopIds: ['*'] },
  { key: 'renshi', name: '吴人事', roles: ['hr'], workshopIds: ['*'] },
  { key: 'xinxi', name: '徐信息', roles: ['it'], workshopIds: ['*'] },
  { key: 'guanli', name: '管理员', roles: ['admin'], workshopIds: ['*'] },
];
