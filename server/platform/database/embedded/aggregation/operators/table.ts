import { accumulatorExpressions } from '../accumulators';
import type { Operator } from '../expressions';
import { arrays } from './arrays';
import { conversions } from './conversions';
import { dates } from './dates';
import { logic } from './logic';
import { numbers } from './numbers';
import { text } from './text';

/** The operator of a name. Looked up late, because operators and the compiler need each other. */
export function findOperator(name: string): Operator | undefined {
  for (const table of [logic, numbers, text, arrays, conversions, dates, accumulatorExpressions]) {
    if (Object.hasOwn(table, name)) return table[name];
  }
  return undefined;
}
