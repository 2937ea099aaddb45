import { isIPv6 } from 'node:net';

const MAPPED_V4 = /^::ffff:(\d{1,3}(?:\.\d{1,3}){3})$/i;

/** The address that a caller is counted under. Whoever has one IPv6 address has the whole /64 around it, so that is what counts. */
export function callerAddress(ip: string): string {
  const v4 = MAPPED_V4.exec(ip)?.[1];
  if (v4 !== undefined) return v4;
  return isIPv6(ip) ? `${firstHalf(ip)}::/64` : ip;
}

function firstHalf(ip: string): string {
  const [address = ''] = ip.split('%');
  const [before = '', after] = address.split('::');
  const lead = groups(before);
  const tail = groups(after ?? '');
  const between = Array<string>(Math.max(0, 8 - lead.length - tail.length)).fill('0');
  return [...lead, ...between, ...tail]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}

const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
