import { SaxesParser } from 'saxes';

const SLICE = 64 * 1024;
const DEEPEST = 64;

/** What a reader of one part wants to hear. Names come without their prefix: `row` and `x:row` are the same. */
export type XmlEars = {
  readonly open: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
};

/** Reads one XML part from beginning to end. Throws when it is not well-formed or nested without end. */
export function readXml(part: Buffer, ears: XmlEars): void {
  const parser = new SaxesParser();
  let depth = 0;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > DEEPEST) throw new Error('nested too deep');
    ears.open(local(name), attributes);
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    ears.close?.(local(name));
  });
  const { text } = ears;
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  const whole = part.toString('utf8');
  for (let from = 0; from < whole.length; from += SLICE) parser.write(whole.slice(from, from + SLICE));
  parser.close();
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
