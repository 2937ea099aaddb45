import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { text: upkeepText, useText: useUpkeepText } = defineTexts('upkeep', { 'zh-CN': zh, en });
