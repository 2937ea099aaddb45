import { createEnvelope } from '../../../bot/wecom/crypto';
import { EnvelopeError } from '../../../bot/wecom/envelope-error';
import { callbackByHand, decryptByHand, encryptByHand, SAMPLE, signByHand } from './support/independent-envelope';

const V1 = {
  query: { msg_signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3', timestamp: '1409659589', nonce: '263014780' },
  echostr: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
};
const V3 = {
  query: { msg_signature: 'd9cdf134dbf5386e31896eb2a79c68dbe53e8cc2', timestamp: '1409659813', nonce: '1372623149' },
  encrypted:
    'sKqRbbiSUnDhFHOvPjtUMdc23JsNXVqHAPPZdO0pIWIMYDThPIeGEfKX2v40MaN9wqY6jfiEfXjU91lWT29R5DJekiGh+kvvWbgJb/xv+e4E7ohGxVjHMNbvtW/W79/IDuKgVJBfBuHgGc9otUO0w1l7Hsae/Ln6/jSCx2GMGlPTrk/Pd9Du8oTb3PrIs9a90wxwbaI9txmYwPqRSx+UWHWpEqcaMDQrfWyNOrIC1LMxfJN98WVM1lo7rHKcEzvuCkg0KtnJTML2WgkG7/evV+9gUXmIvHuAUwYvYhHEQjwQc8mFWnT1QCHyMMAaTYTs9YkB/njRL+wc5wMGWfU13eiwnl5qqIiQ7mvzi8TevQtz+Svc7SLFfrDfOWKuQmQOeAl9qFb+6QvXPBwEA1jAHo2cjnyeAPiQSi0YuLrvv4GqcDtRnbUKYlOP6sETKok0mOls1Z87pkjkonVbXJWABw==',
  plain:
    '<xml><ToUserName><![CDATA[mycreate]]></ToUserName><FromUserName><![CDATA[wx5823bf96d3bd56c7]]></FromUserName><CreateTime>1348831860</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[this is a test]]></Content><MsgId>1234567890123456</MsgId><AgentID>128</AgentID></xml>',
};
const V5 = {
  query: { msg_signature: '0c07', timestamp: '1409659813', nonce: '1372623149' },
  encrypted:
    'sKqRbbiSUnDhFHOvPjtUMYFcAS6DiaVd762tRGvX/oH/vfyy/6GAxF3ElS4WAfenTS7imtN8/dji36vykm2+efHdUFC8Ni/qK2eQ9rFeUrwUeB9b85A/pLrq1sn7L8A2',
  signature: '9c0a07cada690dd153f4580fa5fdc6415da7401e',
};

const at = new Date(1409659813_000);
const envelope = (now = at, receiveId = SAMPLE.corpId) =>
  createEnvelope({ token: SAMPLE.token, encodingAESKey: SAMPLE.encodingAESKey, receiveId, now: () => now });

function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof EnvelopeError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('published vectors', () => {
  test('the address check opens to the bare text', () => {
    expect(envelope(new Date(1409659589_000)).open(V1.query, V1.echostr)).toBe('1616140317555161061');
  });

  test('a message opens, and another hand makes the same bytes of it', () => {
    expect(envelope().open(V3.query, V3.encrypted)).toBe(V3.plain);
    expect(encryptByHand(V3.plain, { random: Buffer.from('0123456789abcdef') })).toBe(V3.encrypted);
    expect(signByHand(V3.query.timestamp, V3.query.nonce, V3.encrypted)).toBe(V3.query.msg_signature);
  });

  test('a message with an empty receiver opens only where the receiver is empty', () => {
    const query = { ...V5.query, msg_signature: V5.signature };
    expect(envelope(at, '').open(query, V5.encrypted)).toBe('{"msgtype":"stream","stream":{"id":"S1","finish":true,"content":"ok"}}');
    expect(refusal(() => envelope().open(query, V5.encrypted))).toBe('receiver_mismatch');
  });

  test('what we seal, another hand opens', () => {
    const { encrypted, signature } = envelope().seal('报工 50', '1409659813', '77');
    expect(decryptByHand(encrypted)).toEqual({ plain: '报工 50', receiveId: SAMPLE.corpId });
    expect(signature).toBe(signByHand('1409659813', '77', encrypted));
  });
});

describe('refused', () => {
  const signed = (encrypted: string) => ({ msg_signature: signByHand('1409659813', '9', encrypted), timestamp: '1409659813', nonce: '9' });
  const openSigned = (encrypted: string, receiveId?: string) => refusal(() => envelope(at, receiveId).open(signed(encrypted), encrypted));

  test.each([
    ['a wrong signature', { msg_signature: 'd9cdf134dbf5386e31896eb2a79c68dbe53e8cc3' }, 'signature_mismatch'],
    ['a signature of another length', { msg_signature: 'd9cd' }, 'signature_mismatch'],
    ['no signature', { msg_signature: '' }, 'missing_parameter'],
    ['no timestamp', { timestamp: '' }, 'missing_parameter'],
    ['no nonce', { nonce: '' }, 'missing_parameter'],
    ['a timestamp that is no number', { timestamp: '14096598l3' }, 'malformed_parameter'],
    [
      'digits moved from nonce to timestamp, which leaves the signature as it was',
      { timestamp: '14096598131', nonce: '372623149' },
      'malformed_parameter',
    ],
  ])('%s', (_, change, code) => {
    expect(refusal(() => envelope().open({ ...V3.query, ...change }, V3.encrypted))).toBe(code);
  });

  test('one changed byte of the ciphertext', () => {
    const changed = V3.encrypted.replace('sKqR', 'sKqS');
    expect(refusal(() => envelope().open(V3.query, changed))).toBe('signature_mismatch');
  });

  test.each([-301, 301])('a timestamp %i s off', (seconds) => {
    const call = callbackByHand('<xml/>', new Date(at.getTime() + seconds * 1000));
    expect(refusal(() => envelope().open(call.query, call.encrypted))).toBe('stale_timestamp');
  });

  test.each([-299, 299])('but not one %i s off', (seconds) => {
    const call = callbackByHand('<xml/>', new Date(at.getTime() + seconds * 1000));
    expect(refusal(() => envelope().open(call.query, call.encrypted))).toBe('accepted');
  });

  test('another corporation', () => {
    expect(openSigned(encryptByHand('<xml/>', { receiveId: 'wx0000000000000000' }))).toBe('receiver_mismatch');
  });

  test('a length that swallows the receiver', () => {
    const plain = '{"msgid":"1"}';
    expect(openSigned(encryptByHand(plain, { statedLength: plain.length + SAMPLE.corpId.length }))).toBe('receiver_mismatch');
    expect(openSigned(encryptByHand(plain, { statedLength: 4_000_000_000 }), '')).toBe('illegal_buffer');
    expect(openSigned(encryptByHand(plain, { statedLength: 4 }))).toBe('receiver_mismatch');
  });

  test('padding that only ends right', () => {
    expect(openSigned(encryptByHand('<xml/>', { paddingByte: 7 }))).toBe('illegal_buffer');
  });

  test('bytes that are no text', () => {
    expect(openSigned(encryptByHand(Buffer.from([0xff, 0xfe, 0x00])))).toBe('illegal_buffer');
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, -8)],
    ['a blank for a plus', (text: string) => text.replace(/\+/, ' ')],
    ['not base64 at all', () => '!!!!'],
    ['one block of nothing', () => Buffer.alloc(16).toString('base64')],
  ])('ciphertext: %s', (_, spoil) => {
    expect(openSigned(spoil(V3.encrypted))).toBe('undecryptable');
  });

  test('another key: what comes out is rubbish and is not handed on', () => {
    const encrypted = encryptByHand('<xml/>', { encodingAESKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG' });
    expect(['illegal_buffer', 'undecryptable', 'receiver_mismatch']).toContain(openSigned(encrypted));
  });

  test('a nonce used again is no reason: nobody promised that the platform makes a new one for each repeat', () => {
    const open = envelope();
    const first = callbackByHand('<xml/>', at, { nonce: 'n1' });
    const second = callbackByHand('<xml/>', at, { nonce: 'n1' });
    expect(first.encrypted).not.toBe(second.encrypted);
    for (const call of [first, first, second]) expect(refusal(() => open.open(call.query, call.encrypted))).toBe('accepted');
  });

  test.each(['', 'short', `${SAMPLE.encodingAESKey.slice(0, 42)}!`])('a key that is none: %j', (encodingAESKey) => {
    expect(refusal(() => createEnvelope({ token: 'T', encodingAESKey, receiveId: '', now: () => at }))).toBe('bad_key');
  });
});
