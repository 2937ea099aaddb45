import { isObj } from '../bson-values/kinds';
import { prepareQuery, type Query, type Selection } from '../engine/select';
import { refuse } from '../errors';
import { Scan } from '../state/scan';
import type { Doc } from '../types';
import { type Call, type Command, collated, numberOf, type Reply } from './call';

/** What a command selects: filter and sort as `select` would get them. */
function selectionOf(c: Doc): Omit<Selection, 'ctx'> {
  const doc = (v: unknown): Doc => (isObj(v) ? v : {});
  const statement = [c.updates, c.deletes].flatMap((list) => (Array.isArray(list) ? list : [])).find(isObj);
  if (statement) return { filter: doc(statement.q), hint: statement.hint };
  if (Array.isArray(c.pipeline)) {
    const stages = c.pipeline.filter(isObj);
    const match = stages[0]?.$match;
    const sort = stages[match === undefined ? 0 : 1]?.$sort;
    return { filter: doc(match), sort: doc(sort), hint: c.hint };
  }
  return { filter: doc(c.filter ?? c.query), sort: doc(c.sort), skip: numberOf(c.skip), limit: Math.abs(numberOf(c.limit)), hint: c.hint };
}

const EXPLAINABLE = ['find', 'aggregate', 'count', 'distinct', 'update', 'delete', 'findAndModify'];

const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** Shows the index a command would use. The counts come from running its search, not its writes. */
export function explainCommand(call: Call): Reply {
  const inner = call.command.explain;
  const { verbosity = 'allPlansExecution' } = call.command;
  if (!VERBOSITIES.includes(String(verbosity))) refuse(9, `verbosity string must be one of ${VERBOSITIES.join(', ')}`);
  const name = isObj(inner) ? (Object.keys(inner)[0] ?? '') : '';
  if (!isObj(inner) || !EXPLAINABLE.includes(name)) refuse(9, `explain needs one of the commands ${EXPLAINABLE.join(', ')}`);
  const collection = call.server.engine.find(call.db, String(inner[name]), null);
  const state = call.server.engine.view(collection, null);
  const ctx = collated(call.ctx, inner.collation, collection);
  const selection: Selection = { ...selectionOf(inner), ctx };
  const query = prepareQuery(state, selection);
  const scan = new Scan(query.plan, query.natural);
  let matched = 0;
  scan.step(state, (record) => (!query.matches || query.matches(record.doc)) && ++matched === query.enough, Number.POSITIVE_INFINITY);
  const winningPlan = collection ? stagesOf(query, selection) : { stage: 'EOF' };
  const planner = { namespace: `${call.db}.${String(inner[name])}`, parsedQuery: selection.filter, winningPlan, rejectedPlans: [] };
  const executionStats = {
    executionSuccess: true,
    nReturned: matched,
    executionTimeMillis: 0,
    totalKeysExamined: query.plan ? scan.examined : 0,
    totalDocsExamined: scan.examined,
    executionStages: { stage: winningPlan.stage, nReturned: matched },
  };
  const { $db: _db, lsid: _lsid, ...command } = inner;
  const stages = name === 'aggregate' ? [{ $cursor: { queryPlanner: planner, executionStats } }] : undefined;
  return { explainVersion: '1', queryPlanner: planner, executionStats, ...(stages ? { stages } : {}), command, serverInfo: {}, ok: 1 };
}

function stagesOf({ plan, matches, natural }: Query, { sort }: Selection): Doc {
  const scans = (plan?.scans ?? []).map(({ index, reverse, ranges }) => ({
    stage: 'IXSCAN',
    keyPattern: index.spec.key,
    indexName: index.name,
    isMultiKey: index.multikey,
    isUnique: index.unique,
    direction: reverse ? 'backward' : 'forward',
    ranges: ranges.length,
  }));
  const input = scans.length > 1 ? { stage: 'OR', inputStages: scans } : scans[0];
  const read: Doc = input
    ? { stage: 'FETCH', inputStage: input }
    : { stage: 'COLLSCAN', ...(matches ? { filtered: true } : {}), direction: natural < 0 ? 'backward' : 'forward' };
  const inMemory = isObj(sort) && Object.keys(sort).length > 0 && !plan?.sorted && !('$natural' in sort);
  return inMemory ? { stage: 'SORT', sortPattern: sort, inputStage: read } : read;
}

export const explain: Command = { fields: 'explain:object! verbosity:string', run: explainCommand };
