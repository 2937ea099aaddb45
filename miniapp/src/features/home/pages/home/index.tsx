import { useEffect } from 'react';
import { firstPageOf } from '@/shared/auth/first-page';
import { useSession } from '@/shared/auth/session';
import { restartAt } from '@/shared/navigation';
import { deskFits } from '@/shared/shell/desk-fits';
import { Page } from '@/shared/ui/page';
import { Skeleton } from '@/shared/ui/skeleton';

/** The door: leads everybody to where their work begins, and who is not signed in to signing in. It asks no server, so it works anywhere. */
export default function HomePage() {
  const person = useSession()?.person;
  useEffect(() => {
    void restartAt(person ? firstPageOf(person, deskFits()) : 'signIn');
  }, [person]);
  return (
    <Page title='' back={false}>
      <Skeleton cards={3} />
    </Page>
  );
}
