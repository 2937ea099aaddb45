import type { PublishedFact } from './published-fact';

/** A file was taken in whole. Subject `import:<id>`. */
export type FileImported = PublishedFact<
  'integration.file_imported',
  {
    readonly importId: string;
    readonly kind: 'items' | 'routings' | 'orders' | 'rates';
    /** Orders that the file wants released; each is released by itself, after they all exist. */
    readonly releaseOrderIds: readonly string[];
  }
>;
