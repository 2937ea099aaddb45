import { parseInvitationCode, showInvitationCode } from '@contracts/invitation-code';
import { View } from '@tarojs/components';
import { useState } from 'react';
import { scan } from '@/shared/scan/scan';
import { Button } from '@/shared/ui/button';
import { WordsInput } from '@/shared/ui/words-input';
import { useSignInText } from '../texts';

type InvitationCardProps = {
  /** What stood in the address; it is shown, and counts only when it is pressed. */
  readonly given: string;
  readonly onSignIn: (code: string) => Promise<void>;
};

/** A code from HR or the team leader, typed or scanned. */
export function InvitationCard({ given, onSignIn }: InvitationCardProps) {
  const t = useSignInText();
  const [typed, setTyped] = useState(given);
  const [problem, setProblem] = useState('');
  const signIn = async (text: string) => {
    const code = parseInvitationCode(text);
    setProblem(code === null ? t('code_wrong') : '');
    if (code !== null) await onSignIn(code);
  };
  const scanCode = async () => {
    setProblem('');
    const scanned = await scan({ aim: t('scan_aim'), cancel: t('scan_cancel') });
    if (scanned.kind === 'cancelled') return;
    if (scanned.kind === 'no_camera') {
      setProblem(t('scan_no_camera'));
      return;
    }
    const code = parseInvitationCode(scanned.text);
    setTyped(code === null ? typed : showInvitationCode(code));
    if (code === null) setProblem(t('scan_foreign'));
    else await signIn(code);
  };
  return (
    <View className='card' id='invitation'>
      <View className='strong'>{t('invitation')}</View>
      <View className='note'>{t('invitation_detail')}</View>
      <WordsInput id='invitation-code' value={typed} placeholder={t('code_like')} focus={false} onChange={setTyped} />
      {problem ? (
        <View className='note text-stop gap-top-small' role='alert'>
          ■ {problem}
        </View>
      ) : null}
      <View className='actions'>
        <Button kind='quiet' small id='scan-invitation' onPress={scanCode}>
          {t('scan')}
        </Button>
        <Button kind='side' small id='use-invitation' onPress={() => signIn(typed)}>
          {t('use_invitation')}
        </Button>
      </View>
    </View>
  );
}
