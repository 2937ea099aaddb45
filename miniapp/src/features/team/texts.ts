import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { useText: useTeamText } = defineTexts('team', { 'zh-CN': zh, en });
