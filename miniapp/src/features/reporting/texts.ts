import type { ScrapReason } from '@contracts/api/reporting';
import { defineTexts, type Translate } from '@/shared/i18n/texts';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

export const { text: reportingText, useText: useReportingText } = defineTexts('reporting', { 'zh-CN': zh, en });

/** The word for a scrap reason; a reason that this version does not know yet keeps its code. */
export function reasonText(t: Translate<`reason.${ScrapReason}`>, code: string): string {
  return isReason(code) ? t(`reason.${code}`) : code;
}

function isReason(code: string): code is ScrapReason {
  return `reason.${code}` in zh;
}
