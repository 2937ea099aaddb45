import { useEffect } from 'react';
import { restartAt } from '../navigation';
import { useSession } from './session';

/** Whether somebody is signed in; leads to signing in when nobody is. */
export function useSignedIn(): boolean {
  const signedIn = useSession() !== null;
  useEffect(() => {
    if (!signedIn) void restartAt('signIn');
  }, [signedIn]);
  return signedIn;
}
