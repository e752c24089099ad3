// Sends a backup from the browser's computer in pieces: a connection that breaks off goes on from the bytes that are there.

import { upload } from '../../lib/api';
import { Problem } from '../../lib/problem';

/** The choice of a file of the browser's computer, among the paths of the office's. */
export const UPLOADED = '(upload)';

const PIECE = 4 * 1024 * 1024;
const TRIES = 5;

/** Resolves once the whole file is there. */
export async function sendBackup(ticket: string, file: Blob, told: (bytes: number) => void): Promise<void> {
  let have = 0;
  let failed = 0;
  while (have < file.size) {
    try {
      const piece = file.slice(have, have + PIECE);
      const answer = await upload('/api/v1/beginning/restore/piece', piece, 'application/octet-stream', {
        ticket,
        offset: have,
      });
      failed = answer.have > have ? 0 : failed + 1;
      have = answer.have;
      if (failed === TRIES) throw new Problem('file_broke_off', 0);
    } catch (error) {
      failed += 1;
      if (failed >= TRIES || !(error instanceof Problem && error.retryable)) throw error;
    }
    told(have);
  }
}
