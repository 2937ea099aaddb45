import { isObj, own, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext } from '../types';
import * as stages from './stages';

export type Stage = (docs: Doc[]) => Doc[];

/** Builds a stage from its specification: refuses what mongod refuses before any document is read. */
export type StageBuilder = (spec: unknown, ctx: EvalContext) => Stage;

/** Where a pipeline stands: some stages are not allowed everywhere. */
type Place = 'command' | 'facet' | 'update';

const UPDATE_STAGES = ['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith'];

/** Compiles a pipeline into one function. Throws for everything mongod refuses before it reads a document. */
export function compileStages(pipeline: unknown, ctx: EvalContext, place: Place = 'command'): Stage {
  if (!Array.isArray(pipeline)) refuse(14, `A pipeline must be an array, found ${typeName(pipeline)}`);
  const steps = pipeline.map((stage: unknown, i) => {
    if (!isObj(stage)) refuse(14, "Each element of the 'pipeline' array must be an object");
    const [[name, spec] = ['', null], ...more] = Object.entries(stage);
    if (name === '' || more.length) refuse(40323, 'A pipeline stage specification object must contain exactly one field.');
    const build = builderOf(name);
    if (place === 'update' && !UPDATE_STAGES.includes(name)) refuse(72, `${name} is not allowed to be used within an update`);
    if (place === 'facet' && name === '$facet') refuse(40600, '$facet is not allowed to be used within a $facet stage');
    if (name === '$documents' && (i > 0 || place === 'facet')) refuse(40602, '$documents is only valid as the first stage in a pipeline');
    return build(spec, ctx);
  });
  return (docs) =>
    steps.reduce((flow, run) => {
      ctx.checkTime?.();
      return run(flow);
    }, docs);
}

/** Every export of `stages` is the stage of its name. */
function builderOf(name: string): StageBuilder {
  const build = own(stages, name) as StageBuilder | undefined;
  if (build) return build;
  if (name === '$out' || name === '$merge') refuse(40601, `${name} can only be the final stage in the pipeline`);
  if (name === '$changeStream') throw unsupported('change streams');
  refuse(40324, `Unrecognized pipeline stage name: '${name}' (the embedded store has the common ones only)`);
}
