import mongoose from 'mongoose';

/** House rules for every model. Set before the first model is made, hence imported first by the composition root and by the tests. */
export function applyMongooseSettings(): void {
  // Calls inside a transaction join it without being handed the session.
  mongoose.set('transactionAsyncLocalStorage', true);
  // A filter on a field that no schema knows is a mistake that would match everything.
  mongoose.set('strictQuery', 'throw');
  mongoose.set('bufferTimeoutMS', 5_000);
}
