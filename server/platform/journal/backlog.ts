import mongoose from 'mongoose';
import { Gauge } from 'prom-client';
import { registry } from '../metrics/metrics';
import { JournalEntryModel } from './journal-entry.model';

const counted = (name: string, help: string, count: () => Promise<number>): Gauge =>
  new Gauge({
    name,
    help,
    registers: [registry],
    async collect() {
      // Without the store nobody knows; the other figures are told all the same.
      this.set(mongoose.connection.readyState === mongoose.ConnectionStates.connected ? await count() : Number.NaN);
    },
  });

/** What waits in the journal, looked up when somebody asks for the metrics. */
export function measureBacklog(): void {
  counted('relay_backlog_entries', 'Journal entries not yet handed on', () => JournalEntryModel.countDocuments({ 'relay.state': 'due' }));
  counted('relay_oldest_entry_seconds', 'Age of the oldest journal entry not yet handed on', async () => {
    const oldest = await JournalEntryModel.findOne({ 'relay.state': 'due' }, { at: 1 }).sort({ _id: 1 }).lean<{ at: Date }>();
    return oldest ? (Date.now() - oldest.at.getTime()) / 1_000 : 0;
  });
  counted('relay_given_up_entries', 'Journal entries that a subscriber did not take in a day of tries', () =>
    JournalEntryModel.countDocuments({ 'relay.state': 'given_up' }),
  );
}
