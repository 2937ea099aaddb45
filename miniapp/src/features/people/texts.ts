import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { useText: usePeopleText, text: peopleText } = defineTexts('people', { 'zh-CN': zh, en });
