import { distinct, encode } from '../bson-values/key-encoding';
import { isObj } from '../bson-values/kinds';
import { refuse } from '../errors';
import type { Doc, EvalContext } from '../types';
import { compileExpression } from './expressions';
import { type StageBuilder, timed } from './pipeline';

const present = (list: readonly unknown[]): unknown[] => list.filter((v) => v !== undefined);

/** Accumulators that are the expression of the same name over the array of a group's values. */
const AS_EXPRESSION = ['$sum', '$avg', '$min', '$max', '$first', '$last', '$mergeObjects'];

function foldOf(name: string, ctx: EvalContext): (values: unknown[]) => unknown {
  if (name === '$push') return present;
  if (name === '$addToSet') return (values) => [...distinct(present(values)).values()];
  if (!AS_EXPRESSION.includes(name)) refuse(15952, `unknown group operator '${name}' (the embedded store has the common ones only)`);
  const fold = compileExpression({ [name]: '$values' }, ctx);
  return (values) => fold({ values }) ?? null;
}

/** Compiles `<field>: { <accumulator>: <argument> }`: the documents of a group to one value. */
function accumulator(field: string, spec: unknown, ctx: EvalContext): (docs: readonly Doc[]) => unknown {
  if (field.includes('.')) refuse(40235, `The field name '${field}' cannot contain '.'`);
  if (field.startsWith('$')) refuse(40236, `The field name '${field}' cannot be an operator name`);
  const [[name, arg] = ['', null], ...more] = isObj(spec) ? Object.entries(spec) : [];
  if (!name.startsWith('$')) refuse(40234, `The field '${field}' must be an accumulator object`);
  if (more.length) refuse(40238, `The field '${field}' must specify one accumulator`);
  if (name === '$count') return isObj(arg) && !Object.keys(arg).length ? (docs) => docs.length : refuse(14, '$count takes no arguments');
  const fold = foldOf(name, ctx);
  const args = [arg].flat();
  if (args.length !== 1) refuse(40237, `The ${name} accumulator is a unary operator`);
  const expression = timed(ctx, compileExpression(args[0], ctx));
  return (docs) => fold(docs.map(expression));
}

export const $group: StageBuilder = (spec, ctx) => {
  if (!isObj(spec)) refuse(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) refuse(15955, 'a group specification must include an _id');
  const { _id, ...fields } = spec;
  const idOf = compileExpression(_id, ctx);
  const accumulators = Object.entries(fields).map(([field, value]) => ({ field, fold: accumulator(field, value, ctx) }));
  return (docs) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    const enter = (doc: Doc): void => {
      const id = idOf(doc) ?? null;
      const key = encode(id, ctx.col?.fold);
      const group = groups.get(key);
      if (group) group.members.push(doc);
      else groups.set(key, { id, members: [doc] });
    };
    docs.forEach(timed(ctx, enter));
    return [...groups.values()].map(({ id, members }) => {
      const folded = accumulators.map(({ field, fold }) => [field, fold(members)]);
      return { _id: id, ...Object.fromEntries(folded) };
    });
  };
};
