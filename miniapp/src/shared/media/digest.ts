import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex } from '@noble/hashes/utils';

/** SHA-256 in lower-case hex. WeChat has no crypto of its own. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  return bytesToHex(sha256(new Uint8Array(bytes)));
}
