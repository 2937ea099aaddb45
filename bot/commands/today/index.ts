import { myPay } from '../../../server/modules/payroll';
import { defineChatCommand } from '../../define-chat-command';
import en from './en.json';
import zh from './zh-CN.json';

const MOST_SHOWN = 3;

/** 今日 → what I made and earned today, the last lines with the formula behind each amount (B-8.10). */
export const today = defineChatCommand({
  name: 'today',
  words: { 'zh-CN': ['今日', '今天', '工资'], en: ['today', 'pay', 'wages'] },
  permission: 'payroll.read_own',
  texts: { 'zh-CN': zh, en },
  async run(_, { ask }) {
    const { total, goodQty, scrapQty, lines } = await ask(myPay, {});
    const last = lines.slice(-MOST_SHOWN).map(({ orderNo, operationName, formula }) => ({
      key: 'today.line',
      values: { orderNo, operationName, formula },
    }));
    return [{ key: 'today.total', values: { total, goodQty, scrapQty } }, ...last];
  },
});
