import './scan.css';
import type { Scanned, ScanWords } from './scan';

const LOOK_EVERY_MS = 120;

/** Reads one QR code with the camera of the browser. The reader is loaded on first use. */
export async function scan(words: ScanWords): Promise<Scanned> {
  const stream = await openCamera();
  if (!stream) return { kind: 'no_camera' };
  const finder = openFinder(words);
  finder.video.srcObject = stream;
  try {
    const [{ default: readCode }] = await Promise.all([import('jsqr'), finder.video.play()]);
    return await firstCode(finder, readCode);
  } finally {
    for (const track of stream.getTracks()) track.stop();
    finder.frame.remove();
  }
}

type Finder = { readonly frame: HTMLElement; readonly video: HTMLVideoElement; readonly cancel: HTMLButtonElement };
type ReadCode = (pixels: Uint8ClampedArray, width: number, height: number) => { readonly data: string } | null;

async function openCamera(): Promise<MediaStream | null> {
  // Absent on insecure origins.
  if (!navigator.mediaDevices) return null;
  try {
    return await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
  } catch (problem) {
    console.warn('no camera', problem);
    return null;
  }
}

function openFinder({ aim, cancel }: ScanWords): Finder {
  const frame = document.createElement('div');
  frame.className = 'finder';
  frame.setAttribute('role', 'dialog');
  frame.setAttribute('aria-label', aim);
  const video = document.createElement('video');
  video.setAttribute('playsinline', '');
  video.muted = true;
  const hint = document.createElement('p');
  hint.textContent = aim;
  const button = document.createElement('button');
  button.textContent = cancel;
  frame.append(video, hint, button);
  document.body.append(frame);
  button.focus();
  return { frame, video, cancel: button };
}

function firstCode({ video, cancel }: Finder, readCode: ReadCode): Promise<Scanned> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  return new Promise((resolve) => {
    const settle = (scanned: Scanned) => {
      clearInterval(timer);
      resolve(scanned);
    };
    const look = () => {
      if (!context || video.videoWidth === 0) return;
      canvas.width = video.videoWidth;
      canvas.height = video.videoHeight;
      context.drawImage(video, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
      const code = readCode(data, width, height);
      if (code?.data) settle({ kind: 'read', text: code.data });
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    cancel.onclick = () => settle({ kind: 'cancelled' });
  });
}
