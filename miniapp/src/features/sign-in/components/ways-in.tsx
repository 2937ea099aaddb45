import { Button } from '@/shared/ui/button';
import type { Door } from '../hooks/use-door';
import { useSignInText } from '../texts';

type WaysInProps = {
  readonly door: Door;
  readonly onDoor: (door: Exclude<Door, null>) => Promise<void>;
  /** Absent when the place for the code is on the page already. */
  readonly onInvitation: (() => void) | null;
};

/** The door that this client has, and the way to the other one, which everybody has. */
export function WaysIn({ door, onDoor, onInvitation }: WaysInProps) {
  const t = useSignInText();
  return (
    <>
      {onInvitation ? (
        <Button kind='quiet' id='open-invitation' wide={!door} onPress={onInvitation}>
          {t('have_invitation')}
        </Button>
      ) : null}
      {door ? (
        <Button id='sign-in' wide onPress={() => onDoor(door)}>
          {t(`by_${door}`)}
        </Button>
      ) : null}
    </>
  );
}
