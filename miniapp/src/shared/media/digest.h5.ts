/** SHA-256 in lower-case hex. On insecure origins, as on a workshop's own network, the browser has no crypto, and ours is loaded. */
export async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  if (crypto.subtle) return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  const { sha256 } = await import('@noble/hashes/sha2');
  return hexOf(sha256(new Uint8Array(bytes)));
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
