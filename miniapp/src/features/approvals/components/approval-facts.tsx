import type { ApprovalDto } from '@contracts/api/approvals';
import { Text, View } from '@tarojs/components';
import { shortMoment } from '@/shared/time/show-time';
import { useUiText } from '@/shared/ui/texts';
import { useApprovalText } from '../texts';
import './approval-facts.css';

/** The facts that have a word of their own here, in the language of the phone; a factory may name others. */
const KNOWN = [
  'orderNo',
  'item',
  'operation',
  'workshop',
  'customer',
  'dueAt',
  'plannedQty',
  'doneQty',
  'goodQty',
  'scrapQty',
  'reworkQty',
  'capQty',
  'readyQty',
  'qty',
  'from',
  'to',
  'reportNo',
  'occurredAt',
  'person',
  'firstArticle',
  'finalRelease',
  'deviation',
  'producers',
  'photos',
] as const;
const isKnown = (name: string): name is (typeof KNOWN)[number] => KNOWN.some((known) => known === name);

/** Instants among the facts are written for programs. */
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

type ApprovalFactsProps = { readonly approval: ApprovalDto; readonly personId: string; readonly now: Date };

/** All that is needed to decide, one fact a line. */
export function ApprovalFacts({ approval, personId, now }: ApprovalFactsProps) {
  const t = useApprovalText();
  const ui = useUiText();
  const others = approval.approvers
    .filter(({ id }) => id !== personId)
    .map(({ name }) => name)
    .join(ui('list_joined'));
  const lines = [
    ...approval.facts.map(
      ({ name, label, value }) =>
        [name, isKnown(name) ? t(`label_${name}`) : label, INSTANT.test(value) ? shortMoment(value, now) : value] as const,
    ),
    ['reason', t('reason'), approval.reason] as const,
    ...(others ? [['approvers', t('others'), others] as const] : []),
  ];
  return (
    <>
      {lines.map(([name, label, value]) => (
        <View key={name} className='fact'>
          <Text className='note'>{label}</Text>
          <Text className='fact-value'>{value}</Text>
        </View>
      ))}
    </>
  );
}
