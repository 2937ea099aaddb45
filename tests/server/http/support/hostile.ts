import type { ErrorCode } from '../../../../server/contracts/errors';

/** A request that is to be refused, and how: the codes that may answer it, and the field that is named when one is at fault. */
export type Hostile = {
  readonly name: string;
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string | null;
  readonly codes: readonly ErrorCode[];
  readonly field?: string;
};

const LONG = 'x'.repeat(3_000);
const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
/** A field put in front of a body's others. */
const withFirst = (field: string, body: string): string => (body === '{}' ? `{${field}}` : `{${field},${body.slice(1)}`);

/** What can be wrong with any body, whatever the route wants. */
export function hostileToAny(good: Readonly<Record<string, unknown>>): Hostile[] {
  const body = JSON.stringify(good);
  return [
    { name: 'more than fits', raw: withFirst(`"zzz":"${'x'.repeat(70_000)}"`, body), codes: ['body_too_large'] },
    { name: 'JSON cut off', raw: `${body.slice(0, -1)},`, codes: ['invalid_json'] },
    { name: 'JSON with a comment', raw: `${body}// x`, codes: ['invalid_json'] },
    { name: 'no JSON', raw: 'a=1&b=2', codes: ['invalid_json'] },
    { name: 'NaN', raw: withFirst('"zzz":NaN', body), codes: ['invalid_json'] },
    { name: 'a list', raw: `[${body}]`, codes: ['invalid_input'], field: '' },
    { name: 'null', raw: 'null', codes: ['invalid_input'], field: '' },
    { name: 'a text', raw: '"x"', codes: ['invalid_input'], field: '' },
    { name: 'a number', raw: '1', codes: ['invalid_input'], field: '' },
    { name: 'a field nobody knows', raw: withFirst('"zzz":1', body), codes: ['invalid_input'], field: 'zzz' },
    { name: 'an operator at the top', raw: withFirst('"$where":"sleep(1000)"', body), codes: ['invalid_input'], field: '$where' },
    { name: 'another factory', raw: withFirst('"factoryId":"x"', body), codes: ['invalid_input'], field: 'factoryId' },
    { name: 'a field twice', raw: withFirst('"zzz":1,"zzz":1', body), codes: ['duplicate_field'], field: 'zzz' },
    { name: 'a field twice, once in disguise', raw: withFirst('"zzz":1,"\\u007azz":1', body), codes: ['duplicate_field'], field: 'zzz' },
    { name: 'a prototype', raw: withFirst('"__proto__":{"admin":true}', body), codes: ['invalid_input'], field: '__proto__' },
    {
      name: 'a prototype in disguise',
      raw: withFirst('"\\u005f_proto__":{"admin":true}', body),
      codes: ['invalid_input'],
      field: '__proto__',
    },
    { name: 'a constructor', raw: withFirst('"constructor":{"prototype":{}}', body), codes: ['invalid_input'], field: 'constructor' },
    { name: 'nesting of 13', raw: withFirst(`"zzz":${nested(12)}`, body), codes: ['nested_too_deep'] },
    { name: 'nesting of 20,000', raw: withFirst(`"zzz":${nested(20_000)}`, body), codes: ['nested_too_deep'] },
    {
      name: 'bytes that are no UTF-8',
      raw: Buffer.from([...Buffer.from('{"zzz":"'), 0xc3, 0x28, ...Buffer.from('"}')]),
      codes: ['invalid_json'],
    },
    { name: 'UTF-16', raw: Buffer.from(body, 'utf16le'), codes: ['invalid_json'] },
    { name: 'half a character', raw: withFirst('"zzz":"\\ud800"', body), codes: ['invalid_input'], field: 'zzz' },
    { name: 'a NUL in a text', raw: withFirst('"zzz":"a\\u0000b"', body), codes: ['invalid_input'], field: 'zzz' },
    { name: 'a form', raw: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' }, codes: ['unsupported_content'] },
    { name: 'JSON called text', raw: body, headers: { 'content-type': 'text/plain' }, codes: ['unsupported_content'] },
    { name: 'JSON in GBK', raw: body, headers: { 'content-type': 'application/json; charset=gbk' }, codes: ['unsupported_content'] },
    { name: 'JSON said to be packed', raw: body, headers: { 'content-encoding': 'gzip' }, codes: ['unsupported_content'] },
  ];
}

/** What can be wrong with the key of a request that changes something. */
export const hostileKeys: readonly Hostile[] = [
  { name: 'no key', key: null, codes: ['idempotency_key_required'] },
  { name: 'an empty key', key: '', codes: ['idempotency_key_required'] },
  { name: 'a key of 7', key: 'x'.repeat(7), codes: ['idempotency_key_invalid'] },
  { name: 'a key of 201', key: 'x'.repeat(201), codes: ['idempotency_key_invalid'] },
  { name: 'a key with a space', key: 'two words', codes: ['idempotency_key_invalid'] },
  { name: 'a key in other letters', key: 'schlüssel-1', codes: ['idempotency_key_invalid'] },
];

/** What can be wrong with a body that is to be bytes of one type. */
export function hostileToBytes(type: string, mostBytes: number): Hostile[] {
  return [
    { name: 'JSON in the place of bytes', raw: '{}', headers: { 'content-type': 'application/json' }, codes: ['unsupported_content'] },
    { name: 'bytes of no type', raw: 'x', headers: { 'content-type': '' }, codes: ['unsupported_content'] },
    { name: 'more than fits', raw: Buffer.alloc(mostBytes + 1), headers: { 'content-type': type }, codes: ['body_too_large'] },
  ];
}

/** Each field of a good body in turn with a value that no field of that kind takes. */
export function hostileToFields(good: Readonly<Record<string, unknown>>): Hostile[] {
  return Object.entries(good).flatMap(([field, value]) => {
    const wrong: [string, unknown][] = [
      ['$gt', { $gt: '' }],
      ['$ne', { $ne: null }],
      ['$where', { $where: 'sleep(1000)' }],
      ['$regex', { $regex: '.*' }],
      ['a list of an operator', [{ $gt: '' }]],
      ['an object with a length', { length: 1, 0: 'x' }],
      ['a text without end', LONG],
      ['an untypable text', 'a\u0007b'],
      ...(typeof value === 'boolean' ? [] : ([['a boolean', true]] as [string, unknown][])),
      ...(typeof value === 'number' ? [] : ([['a number', 7]] as [string, unknown][])),
      ...(Array.isArray(value) ? ([['a thousand', Array.from({ length: 1_000 }, () => value[0] ?? 'x')]] as [string, unknown][]) : []),
    ];
    return wrong.map(([name, instead]) => ({
      name: `${field}: ${name}`,
      raw: JSON.stringify({ ...good, [field]: instead }),
      codes: ['invalid_input'] as const,
      field,
    }));
  });
}
