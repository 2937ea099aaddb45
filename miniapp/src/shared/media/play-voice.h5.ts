import type { Playing } from './play-voice';

let now: Playing | null = null;

/** Plays a voice note; another one that is still playing stops. `onEnd` says whether it could be played. */
export function playVoice(address: string, onEnd: (how: 'ended' | 'failed') => void): Playing {
  now?.stop();
  const player = document.createElement('audio');
  player.src = address;
  document.body.append(player);
  let over = false;
  const end = (how: 'ended' | 'failed') => {
    if (over) return;
    over = true;
    player.pause();
    player.remove();
    onEnd(how);
  };
  player.onended = () => end('ended');
  player.onerror = () => end('failed');
  player.play().catch((problem: unknown) => {
    if (!over) console.warn('not played', problem);
    end('failed');
  });
  now = { stop: () => end('ended') };
  return now;
}
