import type { ApprovalKind } from '../../contracts/api/approvals';
import { addTexts, type Translate } from '../../platform';
import en from './locales/en.json';
import zh from './locales/zh-CN.json';

addTexts('approvals', { 'zh-CN': zh, en });

export const approvalTitle = (kind: ApprovalKind, t: Translate): string => t(`approvals:title.${kind}`);

/** The word for a fact's label. A label without a word, e.g. a field that a factory named itself, stands as it is. */
export function factLabel(label: string, t: Translate): string {
  return Object.hasOwn(zh, `label.${label}`) ? t(`approvals:label.${label}`) : label;
}
