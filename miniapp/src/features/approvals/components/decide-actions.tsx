import type { ApprovalDto } from '@contracts/api/approvals';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { Pressable } from '@/shared/ui/pressable';
import { WordsInput } from '@/shared/ui/words-input';
import type { Decision } from '../api';
import { factsOf } from '../approval-words';
import { useApprovalText } from '../texts';

const BECAUSE = ['not_needed', 'no_material', 'no_capacity', 'facts_wrong', 'ask_me'] as const;

type DecideActionsProps = { readonly approval: ApprovalDto; readonly onDecide: (decision: Decision) => Promise<unknown> };

/** The two decisions, each naming what it does. A refusal is given its reason first, chosen or written. */
export function DecideActions({ approval, onDecide }: DecideActionsProps) {
  const t = useApprovalText();
  const [reason, setReason] = useState<string | null>(null);
  if (reason === null) {
    return (
      <>
        <Button id='refuse' kind='side' onPress={() => setReason('')}>
          {t('refuse')}
        </Button>
        <Button id='approve' onPress={() => onDecide({ decision: 'approved' })}>
          {t(`approve_${approval.kind}`, factsOf(approval))}
        </Button>
      </>
    );
  }
  const words = reason.trim();
  return (
    <View style={{ width: '100%' }}>
      <View className='chips'>
        {BECAUSE.map((one) => {
          const text = t(`because_${one}`);
          return (
            <Pressable
              key={one}
              className={`chip${words === text ? ' chip-chosen' : ''}`}
              pressed={words === text}
              onPress={() => setReason(text)}
              repeats
            >
              {text}
            </Pressable>
          );
        })}
      </View>
      <WordsInput id='reason' value={reason} placeholder={t('reason_placeholder')} onChange={setReason} />
      <View className='actions'>
        <Button kind='quiet' onPress={() => setReason(null)}>
          {t('back_to_deciding')}
        </Button>
        <Button
          id='refuse-with-reason'
          kind='side'
          wide
          onPress={() => (words ? onDecide({ decision: 'refused', reason: words }) : undefined)}
        >
          {words ? t('refuse_with', { reason: words }) : t('refuse_needs_reason')}
        </Button>
      </View>
    </View>
  );
}
