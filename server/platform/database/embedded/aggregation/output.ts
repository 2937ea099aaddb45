import { isObj } from '../bson-values/kinds';
import { MongoError } from '../errors';
import type { EvalContext, WriteMode } from '../types';
import { compileStages, pipelineArray } from './pipeline';
import { type Stage, type StageBuilder, specObject } from './stages';

function writer(mode: WriteMode, collection: string, spec: unknown, ctx: EvalContext): Stage {
  return (docs) => {
    if (!ctx.write) throw new MongoError(1, `$${mode} cannot write here`);
    ctx.write(mode, collection, docs, spec);
    return [];
  };
}

/** The collection name in `'coll'` or `{ db, coll }`. */
function target(name: string, spec: unknown): string {
  if (typeof spec === 'string') {
    if (spec === '') throw new MongoError(73, `Invalid ${name} target namespace`);
    return spec;
  }
  const { db, coll } = specObject(name, spec, 16990, ['db', 'coll']);
  if (typeof coll !== 'string' || (db !== undefined && typeof db !== 'string'))
    throw new MongoError(16994, `${name} needs a string as 'coll' and as 'db'`);
  return coll;
}

const $out: StageBuilder = (spec, ctx) => writer('out', target('$out', spec), spec, ctx);

const WHEN_MATCHED = ['replace', 'keepExisting', 'merge', 'fail'];
const WHEN_NOT_MATCHED = ['insert', 'discard', 'fail'];

const $merge: StageBuilder = (given, ctx) => {
  if (typeof given === 'string') return writer('merge', target('$merge', given), { into: given }, ctx);
  if (!isObj(given)) throw new MongoError(51182, '$merge requires a string or object argument');
  const spec = specObject('$merge', given, 40415, ['into', 'on', 'let', 'whenMatched', 'whenNotMatched']);
  if (spec.into === undefined) throw new MongoError(40414, "BSON field '$merge.into' is missing but a required field");
  const { whenMatched = 'merge', whenNotMatched = 'insert', on } = spec;
  if (Array.isArray(whenMatched)) {
    compileStages(
      pipelineArray(whenMatched),
      { ...ctx, variables: { ...ctx.variables, ...(isObj(spec.let) ? spec.let : {}), new: null } },
      'update',
    );
  } else if (!WHEN_MATCHED.includes(String(whenMatched))) {
    throw new MongoError(51191, `Enumeration value '${String(whenMatched)}' for field '$merge.whenMatched' is not a valid value.`);
  }
  if (!WHEN_NOT_MATCHED.includes(String(whenNotMatched))) {
    throw new MongoError(2, `Enumeration value '${String(whenNotMatched)}' for field '$merge.whenNotMatched' is not a valid value.`);
  }
  const fields = on === undefined ? ['_id'] : Array.isArray(on) ? on : [on];
  if (!fields.length) throw new MongoError(51187, "If explicitly specifying $merge 'on', must include at least one field");
  if (!fields.every((f) => typeof f === 'string')) throw new MongoError(51134, "$merge 'on' array elements must be strings");
  return writer('merge', target('$merge', spec.into), spec, ctx);
};

export const outputStages: Record<string, StageBuilder> = { $out, $merge };
