import { type ChatCommand, defineChatCommand } from '../../define-chat-command';
import en from './en.json';
import zh from './zh-CN.json';

/** 帮助 → what this person may type, one line each. */
export const helpWith = (commands: readonly ChatCommand[]): ChatCommand =>
  defineChatCommand({
    name: 'help',
    words: { 'zh-CN': ['帮助', '菜单', '怎么用', '?'], en: ['help', 'menu'] },
    permission: 'identity.read',
    texts: { 'zh-CN': zh, en },
    async run(_, { actor }) {
      const allowed = commands.filter(({ permission }) => actor.permissions.has(permission));
      return [{ key: 'help.title', values: { number: allowed.length } }, ...allowed.map(({ name }) => ({ key: `${name}.usage` }))];
    },
  });
