import { prepareQuery, type Query } from '../engine/select';
import { refuse } from '../errors';
import type { Doc } from '../types';
import { type Call, command, type Reply } from './call';
import { targetOf } from './reading';

const EXPLAINABLE = ['find', 'aggregate', 'count', 'distinct', 'update', 'delete', 'findAndModify'];
const VERBOSITIES = ['queryPlanner', 'executionStats', 'allPlansExecution'];

/** Shows the index a command would use. The counts come from running its search, not its writes. */
export function explainCommand(call: Call): Reply {
  const { explain: explained, verbosity = 'allPlansExecution' } = call.command as { explain: Doc; verbosity?: string };
  const [commandName = '', name] = Object.entries(explained)[0] ?? [];
  if (!VERBOSITIES.includes(verbosity)) refuse(9, `verbosity string must be one of ${VERBOSITIES.join(', ')}`);
  if (!EXPLAINABLE.includes(commandName)) refuse(9, `explain needs one of the commands ${EXPLAINABLE.join(', ')}`);
  const { state, selection } = targetOf({ ...call, name: String(name) }, searchOf(explained));
  const query = prepareQuery(state, selection);
  query.step(state, Number.POSITIVE_INFINITY);
  const { examined } = query.scan;
  const executionStats = { nReturned: query.result().length, totalKeysExamined: query.plan ? examined : 0, totalDocsExamined: examined };
  const queryPlanner = { namespace: `${call.db}.${String(name)}`, winningPlan: stagesOf(query, selection.sort), rejectedPlans: [] };
  const stages = explained.pipeline && [{ $cursor: { queryPlanner, executionStats } }];
  return { explainVersion: '1', queryPlanner, executionStats, stages, command: explained, serverInfo: {}, ok: 1 };
}

/** The part of a command that says what it searches for: its first statement, or the stages a pipeline begins with. */
function searchOf(explained: Doc): Doc {
  const [statement] = [explained.updates ?? explained.deletes ?? explained].flat() as Doc[];
  const [first = {}, second = {}] = (explained.pipeline ?? []) as Doc[];
  return { filter: first.$match, sort: (first.$match ? second : first).$sort, ...statement };
}

function stagesOf({ plan, natural }: Query, sort: Doc): Doc {
  const scans = (plan?.scans ?? []).map(({ index, reverse }) => ({
    stage: 'IXSCAN',
    keyPattern: index.spec.key,
    indexName: index.name,
    isUnique: index.unique,
    isPartial: index.partial !== null,
    direction: reverse ? 'backward' : 'forward',
  }));
  const inputStage = scans.length > 1 ? { stage: 'OR', inputStages: scans } : scans[0];
  const read = inputStage ? { stage: 'FETCH', inputStage } : { stage: 'COLLSCAN', direction: natural < 0 ? 'backward' : 'forward' };
  const inMemory = Object.keys(sort).length > 0 && !plan?.sorted && !('$natural' in sort);
  return inMemory ? { stage: 'SORT', sortPattern: sort, inputStage: read } : read;
}

export const explain = command('explain:object! verbosity:string', [], explainCommand);
