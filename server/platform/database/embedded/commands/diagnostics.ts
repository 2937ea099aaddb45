import { ObjectId, UUID } from 'bson';
import { isObj } from '../bson-values/kinds';
import { MAX_DOCUMENT_BYTES } from '../engine/raw-document';
import { MongoError, refuse, unsupported } from '../errors';
import type { Doc } from '../types';
import { type Call, type Command, command } from './call';

export const SET_NAME = 'rs0';
export const MAX_MESSAGE_BYTES = 48_000_000;
const VERSION = '7.0.0';

// What makes the driver take this for the primary of a replica set of one, and so allow transactions and retryable writes.
const ROLE = { helloOk: true, isWritablePrimary: true, ismaster: true, secondary: false, readOnly: false };
const SET = { setName: SET_NAME, setVersion: 1, electionId: new ObjectId('7fffffff0000000000000001') };
const LIMITS = { maxBsonObjectSize: MAX_DOCUMENT_BYTES, maxMessageSizeBytes: MAX_MESSAGE_BYTES, maxWriteBatchSize: 100_000 };
/** Wire version 21 is that of MongoDB 7.0. */
const PROTOCOL = { minWireVersion: 0, maxWireVersion: 21, logicalSessionTimeoutMinutes: 30 };

function hello({ server: { host }, connection, command: { client } }: Call): Doc {
  const name = isObj(client) && isObj(client.application) ? client.application.name : undefined;
  if (typeof name === 'string') connection.appName = name;
  const self = { hosts: [host], primary: host, me: host, connectionId: connection.id, localTime: new Date() };
  return { ...ROLE, ...SET, ...self, ...LIMITS, ...PROTOCOL };
}

/** A session's identity as a map key. */
export function sessionIdOf({ id }: Doc): string {
  if (!(id instanceof UUID)) refuse(40414, "BSON field 'lsid.id' is missing but a required field");
  return id.toString('hex');
}

/** Without a list: all of them. */
const endSessions = command('...', [], ({ command: c, server: { sessions } }) => {
  const given = c.endSessions ?? c.killSessions;
  if (given === undefined) sessions.endAll();
  else if (Array.isArray(given)) for (const lsid of given.filter(isObj)) sessions.end(sessionIdOf(lsid));
  return { ok: 1 };
});

const answers = (answer: (call: Call) => Doc): Command => command('...', [], (call) => ({ ...answer(call), ok: 1 }));

const buildInfo = answers(() => ({ version: VERSION, versionArray: [7, 0, 0, 0], gitVersion: 'embedded', bits: 64, ...LIMITS }));

export const diagnosticCommands = {
  hello: answers(hello),
  // The first question of drivers that do not know yet whom they ask, in the spelling of either.
  ismaster: answers(hello),
  isMaster: answers(hello),
  ping: answers(() => ({})),
  buildInfo,
  buildinfo: buildInfo,
  connectionStatus: answers(() => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } })),
  serverStatus: answers(() => ({ version: VERSION, process: 'embedded', pid: process.pid, uptime: process.uptime() })),
  getParameter: answers(() => ({
    featureCompatibilityVersion: { version: '7.0' },
    authenticationMechanisms: [],
    enableTestCommands: true,
  })),
  getCmdLineOpts: answers(() => ({ argv: [], parsed: {} })),
  startSession: answers(() => ({ id: { id: new UUID() }, timeoutMinutes: 30 })),
  refreshSessions: answers(() => ({})),
  endSessions,
  killSessions: endSessions,
  killAllSessions: endSessions,
};

/** What a real mongod has and this store has not. */
const REFUSED =
  'authenticate bulkWrite collStats convertToCapped createRole createSearchIndexes createUser dbStats enableSharding fsync mapReduce ' +
  'profile renameCollection replSetInitiate replSetReconfig saslStart setParameter shardCollection';

/** The refusal of a command this store does not have: 115 when a real mongod has it, 59 otherwise. */
export const noSuchCommand = (name: string): MongoError =>
  REFUSED.split(' ').includes(name) ? unsupported(`the command ${name}`) : new MongoError(59, `no such command: '${name}'`);
