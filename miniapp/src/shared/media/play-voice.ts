import Taro from '@tarojs/taro';

export type Playing = { readonly stop: () => void };

let now: Playing | null = null;

/** Plays a voice note; another one that is still playing stops. `onEnd` says whether it could be played. */
export function playVoice(address: string, onEnd: (how: 'ended' | 'failed') => void): Playing {
  now?.stop();
  const player = Taro.createInnerAudioContext();
  let over = false;
  const end = (how: 'ended' | 'failed') => {
    if (over) return;
    over = true;
    player.destroy();
    onEnd(how);
  };
  player.onEnded(() => end('ended'));
  player.onError(() => end('failed'));
  // Heard also when the phone is set to silent: somebody asked for it.
  player.obeyMuteSwitch = false;
  player.src = address;
  player.play();
  now = { stop: () => end('ended') };
  return now;
}
