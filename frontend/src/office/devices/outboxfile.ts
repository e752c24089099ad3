// The file that a phone writes of its outbox, and the envelopes that it is handed in by.

interface Record {
  id: string;
  device_seq: number;
  previous: string;
  sealed: string;
}

export interface OutboxFile {
  credential: string;
  app: string;
  next_seq: number;
  records: Record[];
}

const isRecord = (value: unknown): value is Record => {
  const one = value as Record | null;
  return typeof one === 'object' && one !== null && typeof one.id === 'string' && typeof one.sealed === 'string';
};

/** What a file says, or null when it is none of ours. */
export function readOutbox(text: string): OutboxFile | null {
  try {
    const read = JSON.parse(text) as OutboxFile & { tripol_outbox?: number };
    const ours = read.tripol_outbox === 1 && typeof read.credential === 'string' && Array.isArray(read.records);
    return ours && read.records.every(isRecord) ? read : null;
  } catch {
    return null;
  }
}

const MOST_RECORDS = 100;
const MOST_BYTES = 600_000;

/** Envelopes that each fit into one request. The last says that nothing is left, so that the server looks for gaps. */
export function pieces({ records, app, next_seq }: OutboxFile): unknown[] {
  const parts: Record[][] = [];
  let bytes = 0;
  for (const record of records) {
    const last = parts.at(-1);
    bytes += record.sealed.length;
    if (last === undefined || last.length === MOST_RECORDS || bytes > MOST_BYTES) {
      parts.push([record]);
      bytes = record.sealed.length;
    } else last.push(record);
  }
  let behind = records.length;
  return parts.map((part) => {
    behind -= part.length;
    return { protocol: 1, app, outbox: { waiting: behind, bytes: 0, photos: 0, next_seq }, records: part };
  });
}
