// B16: a phone that was offline for thirty days, with 2,000 records and 200 photos, sends everything without help, over a line
// that breaks off. The phone's own modules run in Node with a clock that the test sets; the office is a server of this run, on
// SQLite, which is then compared with what was recorded.
//
//   node e2e/offline/absence.mjs          TRIPOL_RECORDS is the number of records

import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { must } from '../checks.mjs';
import { Program } from '../program.mjs';
import { Office, same } from './phone.mjs';

const RECORDS = Number(process.env['TRIPOL_RECORDS'] ?? 2000);

/** What is wrong with what the office has. @param {readonly { name: string, grade: number | null }[]} rows @param {number} photos */
function differences(rows, photos) {
  const found = [];
  for (let n = 0; n < RECORDS / 2; n++) {
    const own = rows.filter((row) => row.name === `Absent ${n}`);
    if (own.length !== 1 || own[0]?.grade !== 3) found.push(`Absent ${n}: ${own.length} times, grade ${own[0]?.grade}`);
  }
  if (photos !== RECORDS / 10) found.push(`${photos} photos`);
  return found;
}

const program = new Program();
try {
  await program.setUp('sqlite');
  await program.serve(join(program.folder, 'server.log'));
  process.env['TRIPOL_OFFICE'] = program.base;
  const run = await startVitest('test', [], {
    include: ['src/field/phone/testing/absentphone.ts'],
    watch: false,
  });
  await run.close();
  must(
    run.state.getCountOfFailedTests() === 0 && run.state.getFiles().length === 1,
    'the phone did not send everything',
  );
  const office = await new Office(program.base).signIn('rina');
  const families = (await office.everyFamily()).filter((row) => row.name.startsWith('Absent '));
  let photos = 0;
  for (const family of families.filter(({ name }) => Number(name.slice('Absent '.length)) < RECORDS / 10)) {
    const { assessments } = await office.get(`/api/v1/households/${family.id}`);
    photos += assessments.flatMap((/** @type {{ photos: string[] }} */ one) => one.photos).length;
  }
  same(differences(families, photos), [], 'what the office has otherwise than the phone recorded it');
  const [first] = families;
  must(first !== undefined && differences([...families, first], photos).length === 1, 'a family twice is not found');
  must(differences(families.slice(1), photos).length === 1, 'a missing family is not found');
  await program.command('verify');
} finally {
  await program.remove();
}
