/** Remarks that may stand beside a request; the page has the words for each. */
export const WIRE_NOTE_KEYS = [
  'token_asked',
  'text_to',
  'card_to',
  'message_to',
  'card_update_to',
  'recall',
  'message_said',
  'media_sent',
  'card_tapped',
  'event',
  'address_check',
  'repeat',
  'doubled',
  'lost_on_the_way',
  'forged',
  'checked_new',
  'checked_repeated',
  'checked_not_stored',
  'refused_by_product',
  'no_answer',
  'answer_empty',
  'answer_ignored',
  'dropped_silently',
  'not_delivered_again',
  'fault',
] as const;

export interface WireNote {
  key: (typeof WIRE_NOTE_KEYS)[number];
  values?: Record<string, string | number>;
}

/** One request and its answer, as seen on the line between product and platform. */
export interface WireEntry {
  id: number;
  /** ISO, by the sandbox's clock */
  at: string;
  direction: 'to_product' | 'to_platform';
  method: 'GET' | 'POST';
  path: string;
  state: 'under_way' | 'accepted' | 'refused' | 'lost';
  /** HTTP status, once there is one */
  status?: number;
  errcode?: number;
  errmsg?: string;
  /** what the answer carried that is worth a look: msgid or response_code */
  gave?: string;
  ms?: number;
  notes: WireNote[];
}

export interface Wire {
  entries: readonly WireEntry[];
  begin(entry: Pick<WireEntry, 'direction' | 'method' | 'path'> & { notes?: WireNote[] }): OpenEntry;
}
export interface OpenEntry {
  note(note: WireNote): void;
  end(result: Pick<WireEntry, 'state' | 'status' | 'errcode' | 'errmsg' | 'gave'>): void;
}

const KEPT = 500;

/** Records the line. Durations are real time even when the clock is not. */
export function createWire(clock: () => Date, onChange: (entry: WireEntry) => void): Wire {
  const entries: WireEntry[] = [];
  let lastId = 0;

  return {
    entries,
    begin({ direction, method, path, notes = [] }) {
      lastId += 1;
      const startedAt = performance.now();
      const entry: WireEntry = { id: lastId, at: clock().toISOString(), direction, method, path, state: 'under_way', notes: [...notes] };
      entries.push(entry);
      if (entries.length > KEPT) entries.shift();
      onChange(entry);
      return {
        note: (note) => void entry.notes.push(note),
        end(result) {
          Object.assign(entry, result, { ms: Math.round(performance.now() - startedAt) });
          onChange(entry);
        },
      };
    },
  };
}
