const KEY = /^[\x21-\x7e]{8,200}$/;

/** Whether a key that a caller made for one effect has the shape of one: 8 to 200 visible characters. */
export const isIdempotencyKey = (key: string): boolean => KEY.test(key);
