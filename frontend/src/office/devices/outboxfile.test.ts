import { expect, it } from 'vitest';
import { readOutbox } from './outboxfile';

const piece = { envelope: '{}', proof: '00', records: 1 };
const photo = { photo: 'p', sealed: 'AA==', proof: '00' };
const file = (pieces: unknown, photos: unknown, version = 2): string =>
  JSON.stringify({ tripol_outbox: version, credential: 'c', pieces, photos });

it('reads its own files and no others', () => {
  expect(readOutbox(file([piece], [photo]))).toMatchObject({ credential: 'c', pieces: [piece], photos: [photo] });
  expect(readOutbox(file([], []))).not.toBeNull();
  for (const text of [
    '',
    '{}',
    'null',
    '[]',
    '{"tripol_outbox":2}',
    file([piece], [photo], 1),
    file([{ envelope: 1 }], []),
  ])
    expect(readOutbox(text), text).toBeNull();
  for (const text of [file([null], []), file({}, []), file([piece], [{ photo: 'p' }]), file([piece], 'x')])
    expect(readOutbox(text), text).toBeNull();
});
