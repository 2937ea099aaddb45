import type { Schema } from 'mongoose';

const CHANGES = [
  'updateOne',
  'updateMany',
  'replaceOne',
  'findOneAndUpdate',
  'findOneAndReplace',
  'findOneAndDelete',
  'deleteOne',
  'deleteMany',
] as const;

/** A ledger only grows: a correction is an opposite entry with a link. Whoever tries to change an entry is stopped here. */
// biome-ignore lint/suspicious/noExplicitAny: a plugin takes schemas of every document type, and mongoose types them invariantly
export function appendOnly(schema: Schema<any>): void {
  for (const operation of CHANGES) {
    schema.pre(operation, () => {
      throw new Error(`append-only: ${operation} on a ledger`);
    });
  }
  schema.pre('save', function () {
    if (!this.isNew) throw new Error('append-only: save of a stored ledger entry');
  });
}
