import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { text: messageText, useText: useMessageText } = defineTexts('messages', { 'zh-CN': zh, en });
