import { encode } from '../bson-values/key-encoding';
import { isObj } from '../bson-values/kinds';
import { refuse } from '../errors';
import { sorter } from '../query/sort';
import type { Doc, EvalContext } from '../types';
import { type Accumulator, compileAccumulator } from './accumulators';
import { compileExpression, type Expression } from './expressions';
import { eachDoc, type Stage, type StageBuilder } from './stages';

function accumulators(fields: Doc, ctx: EvalContext): [string, Accumulator][] {
  return Object.entries(fields).map(([field, spec]) => {
    if (field.includes('.')) refuse(40235, `The field name '${field}' cannot contain '.'`);
    if (field.startsWith('$')) refuse(40236, `The field name '${field}' cannot be an operator name`);
    return [field, compileAccumulator(field, spec, ctx)];
  });
}

/** Documents by the value of an expression, in order of first appearance; missing groups with null. */
function partition(docs: readonly Doc[], by: Expression, ctx: EvalContext): { id: unknown; docs: Doc[] }[] {
  const groups = new Map<string, { id: unknown; docs: Doc[] }>();
  eachDoc(docs, ctx, (doc) => {
    const id = by(doc) ?? null;
    const key = encode(id, ctx.col?.fold);
    const group = groups.get(key);
    if (group) group.docs.push(doc);
    else groups.set(key, { id, docs: [doc] });
  });
  return [...groups.values()];
}

const grouped =
  (by: Expression, fields: [string, Accumulator][], ctx: EvalContext): Stage =>
  (docs) =>
    partition(docs, by, ctx).map((group) => {
      ctx.checkTime?.();
      return { _id: group.id, ...Object.fromEntries(fields.map(([field, fold]) => [field, fold(group.docs)])) };
    });

const $group: StageBuilder = (spec, ctx) => {
  if (!isObj(spec)) refuse(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) refuse(15955, 'a group specification must include an _id');
  const { _id, ...fields } = spec;
  return grouped(compileExpression(_id, ctx), accumulators(fields, ctx), ctx);
};

const $sortByCount: StageBuilder = (spec, ctx) => {
  if (typeof spec === 'string' ? !spec.startsWith('$') : !isObj(spec) || !Object.keys(spec)[0]?.startsWith('$')) {
    refuse(40147, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object');
  }
  const group = $group({ _id: spec, count: { $sum: 1 } }, ctx);
  const sort = sorter({ count: -1 });
  return (docs) => sort(group(docs));
};

export const groupStages: Record<string, StageBuilder> = { $group, $sortByCount };
