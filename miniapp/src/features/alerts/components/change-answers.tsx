import { CHANGE_CHOICES } from '@contracts/api/workorders';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { Button } from '@/shared/ui/button';
import { Pressable } from '@/shared/ui/pressable';
import { WordsInput } from '@/shared/ui/words-input';
import type { ChangeAnswer } from '../api';
import { useAlertText } from '../texts';

type ChangeAnswersProps = {
  readonly id: string;
  /** What changes; empty when it does not. */
  readonly toQty: string;
  readonly toDue: string;
  /** More is made than it asks for: taking it means choosing what becomes of that. */
  readonly surplus: { readonly madeQty: string; readonly surplusQty: string; readonly fromQty: string } | null;
  readonly onAnswer: (answer: ChangeAnswer) => Promise<unknown>;
};

/** Yes, a question, or no. A question and a no are given their words first. */
export function ChangeAnswers({ id, toQty, toDue, surplus, onAnswer }: ChangeAnswersProps) {
  const t = useAlertText();
  const [writing, setWriting] = useState<'question' | 'refused' | null>(null);
  const [words, setWords] = useState('');
  if (!writing) {
    if (surplus) {
      const facts = { made: surplus.madeQty, surplus: surplus.surplusQty, from: surplus.fromQty, to: toQty };
      return (
        <>
          <View className='strong gap-top-small'>{t('surplus', facts)}</View>
          <View className='actions stacked'>
            {CHANGE_CHOICES.map((choice) => (
              <Button key={choice} id={`${choice}-${id}`} kind='side' small wide onPress={() => onAnswer({ answer: 'accepted', choice })}>
                {t(`choice_${choice}`, facts)}
              </Button>
            ))}
            <Button id={`ask-${id}`} kind='quiet' small wide onPress={() => setWriting('question')}>
              {t('ask')}
            </Button>
          </View>
          <Pressable id={`refuse-${id}`} className='link note' onPress={() => setWriting('refused')}>
            {t('refuse')} ›
          </Pressable>
        </>
      );
    }
    const accept = toQty && toDue ? 'accept_both' : toQty ? 'accept_qty' : 'accept_due';
    return (
      <>
        <View className='actions'>
          <Button id={`ask-${id}`} kind='quiet' small onPress={() => setWriting('question')}>
            {t('ask')}
          </Button>
          <Button id={`accept-${id}`} kind='side' small wide onPress={() => onAnswer({ answer: 'accepted' })}>
            {t(accept, { toQty, toDue })}
          </Button>
        </View>
        <Pressable id={`refuse-${id}`} className='link note' onPress={() => setWriting('refused')}>
          {t('refuse')} ›
        </Pressable>
      </>
    );
  }
  const said = words.trim();
  const send = () => {
    if (said) return onAnswer({ answer: writing, note: said });
  };
  const sendWords = () => {
    if (!said) return t('needs_words');
    return t(writing === 'question' ? 'send_question' : 'send_refusal', { words: said });
  };
  return (
    <>
      <WordsInput
        id={`words-${id}`}
        value={words}
        placeholder={t(writing === 'question' ? 'ask_placeholder' : 'refuse_placeholder')}
        onChange={setWords}
      />
      <View className='actions'>
        <Button kind='quiet' small onPress={() => setWriting(null)}>
          {t('never_mind')}
        </Button>
        <Button id={`send-${id}`} kind='side' small wide onPress={send}>
          {sendWords()}
        </Button>
      </View>
    </>
  );
}
