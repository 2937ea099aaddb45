import { defineTexts } from '../i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { text: mediaText, useText: useMediaText } = defineTexts('media', { 'zh-CN': zh, en });
