import { defineTexts } from '../i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { useText: useUiText } = defineTexts('ui', { 'zh-CN': zh, en });
