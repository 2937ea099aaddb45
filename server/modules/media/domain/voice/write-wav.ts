const HEAD_BYTES = 44;
const SAMPLE_BYTES = 2;

/** A file of one channel, 16 bit, `rate` samples a second. */
export function writeWav(samples: Int16Array, rate: number): Uint8Array {
  const file = Buffer.alloc(HEAD_BYTES + samples.length * SAMPLE_BYTES);
  file.write('RIFF', 0, 'latin1');
  file.writeUInt32LE(file.length - 8, 4);
  file.write('WAVEfmt ', 8, 'latin1');
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(rate * SAMPLE_BYTES, 28);
  file.writeUInt16LE(SAMPLE_BYTES, 32);
  file.writeUInt16LE(SAMPLE_BYTES * 8, 34);
  file.write('data', 36, 'latin1');
  file.writeUInt32LE(samples.length * SAMPLE_BYTES, 40);
  for (let i = 0; i < samples.length; i++) file.writeInt16LE(samples[i] ?? 0, HEAD_BYTES + i * SAMPLE_BYTES);
  return file;
}
