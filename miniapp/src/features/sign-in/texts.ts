import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { useText: useSignInText, text: signInText } = defineTexts('sign-in', { 'zh-CN': zh, en });
