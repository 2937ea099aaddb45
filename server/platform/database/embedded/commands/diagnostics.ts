import { ObjectId, UUID } from 'bson';
import { isObj } from '../bson-values/kinds';
import { MAX_DOCUMENT_BYTES } from '../engine/raw-document';
import { MongoError, refuse, unsupported } from '../errors';
import type { Doc } from '../types';
import type { Call, Command } from './call';

export const SET_NAME = 'rs0';
export const MAX_MESSAGE_BYTES = 48_000_000;
/** Wire version 21 is that of MongoDB 7.0. */
const MAX_WIRE_VERSION = 21;
const VERSION = '7.0.0';

/** Says that this is the primary of a replica set of one: the driver then allows transactions and retryable writes. */
function hello({ server: { host }, connection, command }: Call): Doc {
  const application = isObj(command.client) && isObj(command.client.application) ? command.client.application : {};
  if (typeof application.name === 'string') connection.appName = application.name;
  return {
    helloOk: true,
    isWritablePrimary: true,
    ismaster: true,
    secondary: false,
    setName: SET_NAME,
    setVersion: 1,
    electionId: new ObjectId('7fffffff0000000000000001'),
    hosts: [host],
    primary: host,
    me: host,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: connection.id,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

const buildInfo = (): Doc => ({
  version: VERSION,
  gitVersion: 'embedded',
  versionArray: [7, 0, 0, 0],
  bits: 64,
  debug: false,
  maxBsonObjectSize: MAX_DOCUMENT_BYTES,
  storageEngines: ['embedded'],
  modules: [],
  ok: 1,
});

const sessionIds = (ids: unknown): string[] => (Array.isArray(ids) ? ids.flatMap((s) => (isObj(s) ? [sessionIdOf(s)] : [])) : []);

/** A session's identity as a map key. */
export const sessionIdOf = (lsid: Doc): string => {
  const { id } = lsid as { id?: { toString(encoding?: string): string } };
  if (id === undefined) refuse(40414, "BSON field 'lsid.id' is missing but a required field");
  return id.toString('hex');
};

function endSessions({ command, server }: Call): Doc {
  for (const id of sessionIds(command.endSessions ?? command.killSessions)) server.sessions.end(id);
  return { ok: 1 };
}

const outsideTransaction = (name: string): Command => ({
  run: () => {
    refuse(125, `${name} must be run within a transaction`);
  },
});

const ok: Command = { run: () => ({ ok: 1 }) };

export const diagnosticCommands: Record<string, Command> = {
  hello: { run: hello },
  ismaster: { run: hello },
  isMaster: { run: hello },
  ping: ok,
  buildInfo: { run: buildInfo },
  buildinfo: { run: buildInfo },
  connectionStatus: { run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }) },
  serverStatus: { run: () => ({ version: VERSION, process: 'embedded', pid: process.pid, uptime: process.uptime(), ok: 1 }) },
  getParameter: { run: () => ({ featureCompatibilityVersion: { version: '7.0' }, authenticationMechanisms: [], ok: 1 }) },
  getCmdLineOpts: { run: () => ({ argv: [], parsed: {}, ok: 1 }) },
  startSession: { run: () => ({ id: { id: new UUID() }, timeoutMinutes: 30, ok: 1 }) },
  refreshSessions: ok,
  endSessions: { run: endSessions },
  killSessions: { run: endSessions },
  killAllSessions: {
    run: ({ server }) => {
      server.sessions.endAll();
      return { ok: 1 };
    },
  },
  commitTransaction: outsideTransaction('commitTransaction'),
  abortTransaction: outsideTransaction('abortTransaction'),
};

/** What a real mongod has and this store has not, by command. */
const REFUSED: Readonly<Record<string, string>> = {
  mapReduce: 'mapReduce',
  renameCollection: 'renameCollection',
  collStats: 'collStats',
  dbStats: 'dbStats',
  profile: 'the profiler',
  convertToCapped: 'capped collections',
  createUser: 'users',
  createRole: 'roles',
  saslStart: 'authentication',
  authenticate: 'authentication',
  replSetInitiate: 'replica sets of more than itself',
  replSetReconfig: 'replica sets of more than itself',
  setParameter: 'setParameter',
  createSearchIndexes: 'search indexes',
  fsync: 'the command fsync: every acknowledged write is durable already',
  shardCollection: 'sharding',
  enableSharding: 'sharding',
};

/** The refusal of a command this store does not have: 115 when a real mongod has it, 59 otherwise. */
export function noSuchCommand(name: string): MongoError {
  const feature = REFUSED[name];
  return feature === undefined ? new MongoError(59, `no such command: '${name}'`) : unsupported(feature);
}
