import enErrors from '@contracts/locales/en/errors.json';
import zhErrors from '@contracts/locales/zh-CN/errors.json';
import { defineTexts, type TextValues } from '../i18n/texts';
import { isRecord } from '../storage/device-storage';
import type { Details, Failure } from './failure';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

const codes = defineTexts<Record<string, string>>('errors', { 'zh-CN': zhErrors, en: enErrors });
const words = defineTexts('request', { 'zh-CN': zh, en });

export type Explanation = { readonly title: string; readonly detail: string };

/** The sentence for a refusal, in the words of the contracts: the same on the phone, in the chat and in the API. */
export function refusalText(code: string, details: Details): string {
  return codes.text(code, presentable(details));
}

/** What happened and what to do, for a page that could not load. `kept` says whether something older can still be shown. */
export function explain(failure: Failure): Explanation {
  switch (failure.kind) {
    case 'refused':
      return { title: refusalText(failure.code, failure.details), detail: '' };
    case 'unreachable':
      return { title: words.text('unreachable'), detail: words.text('unreachable_detail') };
    case 'later':
      return { title: words.text('later'), detail: words.text('later_detail', { requestId: failure.requestId || '–' }) };
    case 'signed_out':
      return { title: words.text('signed_out'), detail: words.text('signed_out_detail') };
  }
}

/** Scalars as they are, people by their name (`{{decidedBy.name}}`); the rest of the facts is for programs. */
function presentable(details: Details): TextValues {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]): [string, TextValues[string]][] => {
      if (typeof value === 'string' || typeof value === 'number') return [[name, value]];
      return isRecord(value) && typeof value.name === 'string' ? [[name, { name: value.name }]] : [];
    }),
  );
}

export const requestText = words.text;
