import { defineTexts } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { text: approvalText, useText: useApprovalText } = defineTexts('approvals', { 'zh-CN': zh, en });
