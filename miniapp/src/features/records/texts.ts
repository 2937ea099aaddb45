import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { text: recordsText, useText: useRecordsText } = defineTexts('records', { 'zh-CN': zh, en });
