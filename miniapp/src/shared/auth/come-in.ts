import type { SessionDto } from '@contracts/api/identity';
import Taro from '@tarojs/taro';
import { restartAt } from '../navigation';
import { newPressKey } from '../offline/press-key';
import { post } from '../request/api';
import { deskFits } from '../shell/desk-fits';
import { readStored, removeStored, writeStored } from '../storage/device-storage';
import { firstPageOf } from './first-page';
import { endSession, keepSession } from './session';
import { forgetWayBack, takeWayBack } from './way-back';

const LEFT_BY_HAND = 'left-by-hand';

/** Somebody is in: on to the page they wanted, or to where their work begins. */
export async function comeIn(session: SessionDto): Promise<void> {
  removeStored(LEFT_BY_HAND);
  keepSession(session);
  const url = takeWayBack();
  if (url) await Taro.reLaunch({ url });
  else await restartAt(firstPageOf(session.person, deskFits()));
}

/** Longer than a server takes that is there; whoever hands the phone on does not wait for one that is not. */
const PATIENCE_MS = 1_500;

/** Signs out on this device, here and at the server. Without a signal it is here only; the sign-in can be ended from another device. */
export async function leave(): Promise<void> {
  const told = post('/sessions/end', {}, newPressKey());
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  await leaveAfter();
}

/**
 * Leaves when the server knows already. Who leaves by hand is not signed in again by the client until they ask for it, and whoever comes
 * next is not led to their page.
 */
export async function leaveAfter(): Promise<void> {
  writeStored(LEFT_BY_HAND, true);
  endSession();
  await restartAt('signIn');
  forgetWayBack();
}

/** Whether the last one here left by hand, so that nobody is signed in unasked. */
export function leftByHand(): boolean {
  return readStored(LEFT_BY_HAND, (value): value is true => value === true) === true;
}
