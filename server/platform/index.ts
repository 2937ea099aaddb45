export {
  type Actor,
  type CallContext,
  type Channel,
  type CommandContext,
  coversWorkshop,
  type PublishedFact,
  type QueryContext,
  type Scope,
  systemActor,
  withinScope,
} from './command/context';
export { type Command, defineCommand, defineTogetherCommand } from './command/define-command';
export { defineQuery, type Query } from './command/define-query';
export { parseInput } from './command/validate';
export { appendOnly } from './database/append-only';
export { inBatches } from './database/in-batches';
export { AppError } from './errors/app-error';
export type { Door } from './http/door';
export {
  commandRoute,
  type Download,
  downloadRoute,
  type FileBody,
  fileRoute,
  openRoute,
  queryRoute,
  type Route,
  rawRoute,
  type Ticket,
  type Uploaded,
  uploadRoute,
} from './http/routes';
export { addTexts, type Locale, type Translate, translator } from './i18n/translator';
export { lookUpTogether } from './in-turns';
export { defineJob, type Job } from './jobs/define-job';
export { defineSubscriber, type Subscriber, type SubscriberContext } from './journal/define-subscriber';
export { type EntryAbout, entriesAbout } from './journal/entries-about';
export { type EntryGivenUp, entriesGivenUp, tryEntryAgain } from './journal/given-up';
export { type CheckedSeal, checkSeals } from './journal/seal';
export { defineModule, type Module } from './module';
export type { Notice, Notify } from './notify/notify.port';
export { type Accepted, accepted, type Outcome, type Refusal, type Refused, refused } from './outcome';
export { localDisk } from './storage/local-disk';
export type { Storage } from './storage/storage.port';
