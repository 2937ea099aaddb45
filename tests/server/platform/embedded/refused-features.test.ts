import { type Document, UUID } from 'mongodb';
import { type OpenStore, openStore } from './open-store';

let store: OpenStore;
beforeAll(async () => {
  store = await openStore({ durability: 'memory' });
  await store.db.collection('things').insertOne({ n: 1, text: 'a' });
});
afterAll(() => store.close());

// What this store does not do it must say, by name.
const unsupported: [string, Document, RegExp][] = [
  ['change streams', { aggregate: 'things', pipeline: [{ $changeStream: {} }], cursor: {} }, /change streams/],
  ['a $merge by other fields', { aggregate: 'things', pipeline: [{ $merge: { into: 'copy', on: 'n' } }], cursor: {} }, /but '_id'/],
  [
    'a $merge with a pipeline',
    { aggregate: 'things', pipeline: [{ $merge: { into: 'copy', whenMatched: [] } }], cursor: {} },
    /with a pipeline/,
  ],
  ['a $merge with let', { aggregate: 'things', pipeline: [{ $merge: { into: 'copy', let: {} } }], cursor: {} }, /with a pipeline/],
  ['tailable cursors', { find: 'things', tailable: true }, /tailable/],
  ['capped collections', { create: 'capped', capped: true, size: 1000 }, /capped/],
  ['time series', { create: 'series', timeseries: { timeField: 't' } }, /timeseries/],
  ['users', { createUser: 'me', pwd: 'x', roles: [] }, /createUser/],
  ['map-reduce', { mapReduce: 'things', map: '', reduce: '', out: 'x' }, /mapReduce/],
  ['snapshot reads outside of transactions', { find: 'things', readConcern: { level: 'snapshot' } }, /snapshot/],
  ['views', { create: 'seen', viewOn: 'things', pipeline: [] }, /viewOn/],
  ['validators', { create: 'checked', validator: { n: { $gt: 0 } } }, /validator/],
  ['a validator added later', { collMod: 'things', validator: { n: { $gt: 0 } } }, /collMod with validator/],
  ['collations with case levels', { find: 'things', collation: { locale: 'en', strength: 1, caseLevel: true } }, /caseLevel/],
  ['renameCollection', { renameCollection: 'shop.things', to: 'shop.others' }, /renameCollection/],
  ['collStats', { collStats: 'things' }, /collStats/],
  ['dbStats', { dbStats: 1 }, /dbStats/],
  ['the option x of regular expressions', { find: 'things', filter: { text: { $regex: 'a b', $options: 'x' } } }, /the option x/],
  ['a unique index that was none', { collMod: 'things', index: { name: '_id_', unique: true } }, /unique/],
  ['client.bulkWrite', { bulkWrite: 1, ops: [], nsInfo: [] }, /bulkWrite/],
];

test.each(unsupported)('%s: refused by name', async (_what, command, words) => {
  const refusal = store.db.command(command);
  await expect(refusal).rejects.toMatchObject({ code: 115, codeName: 'CommandNotSupported' });
  await expect(refusal).rejects.toThrow(words);
});

// The embedded store has a part of the aggregation language; the rest it refuses like words there are not, and says why.
const STAGES = '$bucket $bucketAuto $densify $fill $geoNear $graphLookup $redact $sample $search $setWindowFields $unionWith';
const ACCUMULATORS = '$top $bottomN $firstN $maxN $stdDevPop $median $accumulator';
const EXPRESSIONS =
  '$allElementsTrue $arrayToObject $bitAnd $cmp $convert $dateAdd $dateDiff $dateFromString $dateToParts $dateTrunc $dayOfWeek $firstN $function ' +
  '$hour $indexOfCP $isNumber $isoWeek $let $ln $objectToArray $pow $range $reduce $regexFind $regexMatch $replaceAll $reverseArray $setDifference ' +
  '$setEquals $setUnion $sin $slice $sortArray $split $sqrt $strLenCP $substrBytes $substrCP $toBool $toDate $toDouble $toInt $toLong $toLower $toUpper $trim $trunc $unsetField $week $zip';

const leftOut: [string, number, Document][] = [
  ...STAGES.split(' ').map((name): [string, number, Document] => [name, 40324, { [name]: {} }]),
  ...STAGES.split(' ').map((name): [string, number, Document] => [name, 40324, { $facet: { a: [{ [name]: {} }] } }]),
  ...ACCUMULATORS.split(' ').map((name): [string, number, Document] => [name, 15952, { $group: { _id: null, a: { [name]: {} } } }]),
  ...EXPRESSIONS.split(' ').map((name): [string, number, Document] => [name, 168, { $project: { a: { [name]: {} } } }]),
  ['$filter with a limit', 28647, { $project: { a: { $filter: { input: [], cond: true, limit: 1 } } } }],
  ['$unwind with includeArrayIndex', 28811, { $unwind: { path: '$a', includeArrayIndex: 'i' } }],
  ['$lookup without from', 9, { $lookup: { as: 'a', pipeline: [{ $documents: [] }] } }],
];

test.each(leftOut)('%s is left out of the pipelines (%i): %j', async (name, code, stage) => {
  const refusal = store.db.command({ aggregate: 'nowhere', pipeline: [stage], cursor: {} });
  await expect(refusal).rejects.toMatchObject({ code });
  await expect(refusal).rejects.toThrow(name.split(' ')[0]);
});

const nested = (levels: number): Document => (levels === 0 ? {} : { a: nested(levels - 1) });

// What a real mongod refuses must be refused here too.
const invalid: [string, Document, number][] = [
  ['an unknown command', { frobnicate: 1 }, 59],
  ['an unknown field of a command', { find: 'things', fliter: {} }, 40415],
  ['an unknown field of a statement', { update: 'things', updates: [{ q: {}, u: {}, upsrt: true }] }, 40415],
  ['an unknown query operator', { find: 'things', filter: { n: { $foo: 1 } } }, 2],
  ['a bad sort', { find: 'things', sort: { n: 2 } }, 15975],
  ['a sort that is no document', { find: 'things', sort: 'n' }, 14],
  ['a projection that is no document', { find: 'things', projection: 'n' }, 14],
  ['array filters that are no array', { update: 'things', updates: [{ q: {}, u: { $set: { 'a.$[x]': 1 } }, arrayFilters: { x: 1 } }] }, 14],
  ['a negative skip', { find: 'things', skip: -1 }, 51024],
  ['a hint without its index', { find: 'things', hint: 'nope_1' }, 2],
  ['an empty batch', { insert: 'things', documents: [] }, 16],
  ['a delete limit of two', { delete: 'things', deletes: [{ q: {}, limit: 2 }] }, 9],
  ['findAndModify without anything to do', { findAndModify: 'things', query: {} }, 9],
  ['findAndModify with update and remove', { findAndModify: 'things', query: {}, remove: true, update: { $set: { a: 1 } } }, 9],
  ['replacing many', { update: 'things', updates: [{ q: {}, u: { a: 1 }, multi: true }] }, 9],
  ['an unknown cursor', { getMore: 4242n, collection: 'things' }, 43],
  ['indexes of a missing collection', { listIndexes: 'missing' }, 26],
  ['a collection named with a dollar', { create: 'a$b' }, 73],
  ['a system collection', { create: 'system.things' }, 73],
  ['a pipeline that is none', { aggregate: 'things', pipeline: { $match: {} }, cursor: {} }, 14],
  ['a filter that is no document', { findAndModify: 'things', query: new UUID(), update: { $set: { n: 1 } } }, 14],
  ['a verbosity there is not', { explain: { find: 'things' }, verbosity: 'loud' }, 9],
  ['an explained pipeline with a write concern', { aggregate: 'things', pipeline: [], explain: true, writeConcern: { w: 1 } }, 9],
  ['a pipeline that is null', { aggregate: 'things', pipeline: null, cursor: {} }, 40414],
  ['a limit that is no number', { find: 'things', limit: 'all' }, 14],
  ['a time limit that is no number', { find: 'things', maxTimeMS: 'long' }, 14],
  ['a flag that is none', { update: 'things', updates: [{ q: {}, u: { $set: { n: 1 } }, upsert: 'yes' }] }, 14],
  ['documents that are none', { insert: 'things', documents: 5 }, 14],
  ['a delete without a limit', { delete: 'things', deletes: [{ q: {} }] }, 40414],
  ['a write concern below zero', { insert: 'things', documents: [{ n: 1 }], writeConcern: { w: -1 } }, 9],
  ['$out before the end', { aggregate: 'things', pipeline: [{ $out: 'copy' }, { $match: {} }], cursor: {} }, 40601],
  ['a pipeline without a source', { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }, 73],
  ['an insert into a collection named with a dollar', { insert: 'a$b', documents: [{ n: 1 }] }, 73],
  ['hiding the index of _id', { collMod: 'things', index: { name: '_id_', hidden: true } }, 2],
  ['an index option there is not', { collMod: 'things', index: { name: '_id_', hiden: true } }, 40415],
  ['a collection that is none', { find: 5 }, 73],
  ['an API version there is not', { ping: 1, apiVersion: '2' }, 322],
  ['a strict API without a version', { ping: 1, apiStrict: true }, 72],
  ['a command outside of the strict API', { distinct: 'things', key: 'n', apiVersion: '1', apiStrict: true }, 323],
  ['a negative limit', { find: 'things', limit: -1 }, 51024],
  ['a read concern there is not', { find: 'things', readConcern: { level: 'sometimes' } }, 9],
  ['a write number for a read', { find: 'things', txnNumber: 1n, lsid: { id: new UUID() } }, 50768],
  [
    'a retryable write to many',
    { update: 'things', updates: [{ q: {}, u: { $set: { a: 1 } }, multi: true }], txnNumber: 1n, lsid: { id: new UUID() } },
    72,
  ],
  ['a document that is too deep', { insert: 'things', documents: [nested(181)] }, 15],
  ['an update that makes a document too deep', { update: 'things', updates: [{ q: {}, u: { $set: { deep: nested(180) } } }] }, 15],
  ['an aggregate without a cursor', { aggregate: 'things', pipeline: [] }, 9],
];

test.each(invalid)('%s is refused as mongod does', async (_what, command, code) => {
  const run = async (): Promise<void> => {
    const reply = await store.db.command(command);
    const [first] = reply.writeErrors ?? [];
    if (first) throw Object.assign(new Error(first.errmsg), { code: first.code });
  };
  await expect(run()).rejects.toMatchObject({ code });
});

test('a database no mongod would have is refused, for reading too', async () => {
  await expect(store.client.db('a b').collection('x').findOne({})).rejects.toMatchObject({ code: 73 });
});

test('a write concern nobody can meet is reported beside the write', async () => {
  const reply = await store.db
    .command({ insert: 'things', documents: [{ n: 9 }], writeConcern: { w: 'everywhere' } })
    .catch((e) => e.result);
  expect(reply).toMatchObject({ n: 1, writeConcernError: { code: 79, codeName: 'UnknownReplWriteConcern' } });
});

test('a fail point makes a command fail once, with the labels that make the driver try again', async () => {
  const admin = store.client.db('admin');
  await admin.command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data: { failCommands: ['insert'], errorCode: 10107 } });
  await store.db.collection('things').insertOne({ n: 2 });
  expect(await store.db.collection('things').countDocuments({ n: 2 })).toBe(1);
  await admin.command({ configureFailPoint: 'failCommand', mode: 'alwaysOn', data: { failCommands: ['find'], errorCode: 2 } });
  await expect(store.db.collection('things').findOne({})).rejects.toMatchObject({ code: 2 });
  await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
  expect(await store.db.collection('things').findOne({ n: 2 })).not.toBeNull();
});
