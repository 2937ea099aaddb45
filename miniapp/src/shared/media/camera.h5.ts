import './camera.css';
import type { Captured } from './kept-media';
import { drawPhoto, photoOf, shrinkPhoto } from './shrink-photo.h5';
import type { CameraWords, Taken } from './take-photos';

const WANTED: MediaStreamConstraints = {
  video: { facingMode: 'environment', width: { ideal: 1_920 }, height: { ideal: 1_440 } },
};

/**
 * The camera of a browser over the whole page: one large shutter, several photos in a row, and the album beside it. Where there is no
 * camera, or it is not allowed, it says so and the album remains.
 */
export async function openCamera(most: number, words: CameraWords): Promise<Taken> {
  const stage = setUp(words);
  const stream = await openStream();
  if (stream) {
    stage.video.srcObject = stream;
    await stage.video.play();
  } else stage.said.textContent = words.noCamera;
  stage.shutter.hidden = !stream;
  try {
    const photos = await collect(stage, most, words);
    return photos.length > 0 ? { kind: 'taken', photos } : { kind: 'cancelled' };
  } finally {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stage.frame.remove();
    stage.before?.focus();
  }
}

type Stage = {
  readonly frame: HTMLElement;
  readonly video: HTMLVideoElement;
  readonly said: HTMLElement;
  readonly shutter: HTMLButtonElement;
  readonly album: HTMLButtonElement;
  readonly done: HTMLButtonElement;
  readonly files: HTMLInputElement;
  /** What had the keys before. */
  readonly before: HTMLElement | null;
};

function setUp(words: CameraWords): Stage {
  const before = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const frame = part('div', 'camera');
  frame.setAttribute('role', 'dialog');
  frame.setAttribute('aria-modal', 'true');
  frame.setAttribute('aria-label', words.shoot);
  const video = part('video', 'camera-view');
  video.setAttribute('playsinline', '');
  video.muted = true;
  const said = part('p', 'camera-said');
  said.setAttribute('role', 'status');
  const shutter = part('button', 'camera-shutter');
  shutter.setAttribute('aria-label', words.shoot);
  const album = part('button', 'camera-side', words.album);
  const done = part('button', 'camera-side', words.cancel);
  const files = part('input', 'camera-files');
  files.type = 'file';
  files.accept = 'image/*';
  files.multiple = true;
  const row = part('div', 'camera-row');
  row.append(album, shutter, done);
  frame.append(video, said, files, row);
  document.body.append(frame);
  shutter.focus();
  return { frame, video, said, shutter, album, done, files, before };
}

function collect(stage: Stage, most: number, words: CameraWords): Promise<Captured[]> {
  const photos: Captured[] = [];
  return new Promise((resolve) => {
    const add = (photo: Captured) => {
      photos.push(photo);
      stage.said.textContent = words.taken(photos.length);
      stage.done.textContent = words.done;
      if (photos.length >= most) resolve(photos);
    };
    stage.shutter.onclick = async () => {
      const { videoWidth, videoHeight } = stage.video;
      const photo = await drawPhoto(stage.video, videoWidth, videoHeight);
      if (photo && photos.length < most) add(photoOf(photo, 'image/jpeg'));
    };
    stage.album.onclick = () => stage.files.click();
    stage.files.onchange = async () => {
      for (const file of [...(stage.files.files ?? [])].slice(0, most - photos.length)) add(await shrinkPhoto(file));
      resolve(photos);
    };
    stage.done.onclick = () => resolve(photos);
    stage.frame.onkeydown = (event) => {
      if (event.key === 'Escape') resolve(photos);
    };
  });
}

async function openStream(): Promise<MediaStream | null> {
  // Absent on insecure origins.
  if (!navigator.mediaDevices) return null;
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (problem) {
    console.warn('no camera', problem);
    return null;
  }
}

function part<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string, words = ''): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = words;
  return element;
}
