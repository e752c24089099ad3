// Somebody puts an old copy of the data folder back, past the program, and work goes on. The phone finds out by what the
// server signed before, and sends again what the copy does not know. On SQLite.
//
//   node e2e/offline/putback.mjs          TRIPOL_SHOTS is a folder for pictures

import { join } from 'node:path';
import { must, read, screen } from '../checks.mjs';
import { Program } from '../program.mjs';
import { about } from '../words.mjs';
import { Office, Phone, same } from './phone.mjs';
import { choose, enrol, register, sendAll, shot } from './steps.mjs';

const NAMES = ['Before Mondal', 'After Mondal'];
const TRIES = 60;
const UNSEALED = 10; // more than can wait for the sealer, which comes five times a second

/** So much is entered at the office. @param {Office} office @param {number} entries */
async function work(office, entries) {
  for (let n = 0; n < entries; n++)
    await office.enter('card.print_batch', { id: crypto.randomUUID(), name: `Batch ${n}`, cards: 1 });
}

/** What the phone was shown of the office's record, once it goes beyond a place. @param {Phone} phone @param {import('playwright-core').Page} page @param {number} beyond */
async function shown(phone, page, beyond) {
  await page.goto(`${phone.base}/field/#/outbox`);
  const seen = about('outbox.seen');
  for (let n = 0; n < TRIES; n++) {
    await page.getByRole('button', { name: phone.say('outbox.send_now') }).click();
    const [, seq = '', , mark = ''] = seen.exec(await read(page.getByText(seen))) ?? [];
    if (Number(seq.replaceAll(',', '')) > beyond) return { seq: Number(seq.replaceAll(',', '')), mark };
  }
  throw new Error(`the phone was shown nothing beyond place ${beyond}`);
}

/** @param {Program} program @param {Phone} phone */
async function journey(program, phone) {
  const log = join(program.folder, 'server.log');
  const copy = join(program.folder, 'copy');
  let office = await new Office(program.base).signIn('rina');
  const page = await phone.open(true);
  await choose(page, 'en');
  await enrol(phone, page, 'sabita');
  await register(phone, page, NAMES[0] ?? '', '', true);
  await sendAll(phone, page);
  const before = await shown(phone, page, 0);

  await program.stop();
  await program.copyData(copy);
  await program.serve(log);
  await shown(phone, page, 0); // there is a line again
  await register(phone, page, NAMES[1] ?? '', '', true);
  office = await new Office(program.base).signIn('rina');
  await work(office, 2 * UNSEALED); // the copy may hold a few entries that had no place yet, and keep theirs
  const after = await shown(phone, page, before.seq + UNSEALED);
  await shot(page, 'field-outbox-seen');
  await program.command('verify', '--seen', `${before.seq}=${before.mark}`, '--seen', `${after.seq}=${after.mark}`);

  await program.stop();
  await program.putBack(copy);
  await program.serve(log);
  office = await new Office(program.base).signIn('rina');
  for (const [n, name] of NAMES.entries())
    same((await office.families(name)).length, 1 - n, `families named ${name} in the old copy`); // the second is gone
  await work(office, 4 * UNSEALED); // past the place
  await page.getByRole('button', { name: phone.say('outbox.send_now') }).click();
  await page.getByText(phone.say('outbox.restored')).waitFor();
  await screen(page, phone.say('outbox.title'));
  await sendAll(phone, page);
  await shot(page, 'field-outbox-restored');
  for (const name of NAMES)
    same((await office.families(name)).length, 1, `families named ${name} once it was sent again`);
  const { rows } = await office.get('/api/v1/exceptions');
  must(
    rows.some((/** @type {{ kind: string }} */ one) => one.kind === 'order_differs'),
    'the office was not told that its record is another than the one a phone saw',
  );
  await program.command('verify', '--seen', `${before.seq}=${before.mark}`);
  const differs = await program.command('verify', '--seen', `${after.seq}=${after.mark}`).then(
    () => '',
    (/** @type {{ stdout: string, stderr: string }} */ failed) => `${failed.stdout}${failed.stderr}`,
  );
  must(differs.includes(`order_differs: seq ${after.seq}`), `a mark of the lost record was not missed: ${differs}`);
}

async function main() {
  const began = Date.now();
  const program = new Program();
  let phone = null;
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    phone = new Phone(program.base, 'en');
    await journey(program, phone);
    process.stdout.write(
      `An old copy put back, and found out by a phone: passed in ${(Date.now() - began) / 1000} s\n`,
    );
  } finally {
    await phone?.remove();
    await program.remove();
  }
}

await main();
