import { DateTime } from 'luxon';
import type { Actor, Translate } from '../../platform';
import type { FactorySettings } from '../identity';

export type Span = { readonly from?: string | undefined; readonly to?: string | undefined };
export type Asking = {
  readonly actor: Actor;
  readonly factory: FactorySettings;
  readonly now: Date;
  readonly span: Span;
  readonly t: Translate;
};

export type Row = Readonly<Record<string, string | null>>;
/** A table as it goes out: its columns in their order, those that people add up, and its rows. */
export type Table = {
  readonly columns: readonly string[];
  readonly numbers: ReadonlySet<string>;
  readonly rows: (asking: Asking) => AsyncIterable<readonly Row[]>;
};

export const clock = (instant: string, { factory }: Asking): string =>
  DateTime.fromISO(instant, { zone: factory.timeZone }).toFormat('yyyy-MM-dd HH:mm:ss');
export const clockOrNone = (instant: string | null, asking: Asking): string | null => (instant === null ? null : clock(instant, asking));
export const truth = (value: boolean, { t }: Asking): string => t(value ? 'note.yes' : 'note.no');
export const names = (people: readonly { readonly name: string }[]): string | null => people.map(({ name }) => name).join(', ') || null;
export const workshopName = (workshopId: string, { factory }: Asking): string =>
  factory.workshops.find(({ id }) => id === workshopId)?.name ?? workshopId;
