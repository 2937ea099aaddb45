export { applyImport } from './commands/apply-import';
export { draftImport } from './commands/draft-import';
export { integration } from './integration.module';
export { importById } from './queries/import-by-id';
