// The browser empties the phone's store while something is unsent: the phone says so as soon as it is opened, also without a
// network, and the office learns which numbers are lost.

import { setTimeout as pause } from 'node:timers/promises';
import { accessible, must } from '../checks.mjs';
import { installed } from '../serviceworker.mjs';
import { Phone } from './phone.mjs';
import { choose, enrol, register, shot } from './steps.mjs';

const TRIES = 50;

/** @param {import('../program.mjs').Program} program @param {import('./phone.mjs').Office} office @param {'en' | 'bn'} language */
export async function tellsOfEmptiedStore(program, office, language) {
  const phone = new Phone(program.base, language);
  const goneBefore = await gone(office);
  try {
    const page = await phone.open(true);
    await choose(page, language);
    await enrol(phone, page, 'sabita');
    await installed(page);
    await phone.line(false);
    await register(phone, page, language === 'bn' ? 'রত্না কিস্কু' : 'Ratna Kisku');
    await page.evaluate(async () => {
      const deleted = indexedDB.deleteDatabase('tripol-phone');
      await new Promise((resolve) => {
        deleted.onsuccess = resolve;
      });
    });
    await page.goto(`${phone.base}/field/`);
    await page.reload();
    await page.getByText(phone.say('emptied.title')).waitFor();
    await page.getByText(phone.say('emptied.lost', { n: language === 'bn' ? '১' : 1 })).waitFor();
    await accessible(page);
    await shot(page, `offline-emptied-${language}`);
    for (const there of [true, false, true]) await phone.line(there); // a page that was opened anew knows no other way
    for (let tries = 0; (await gone(office)) === goneBefore; tries++) {
      must(tries < TRIES, 'the office does not learn that entries of a phone are gone');
      await pause(200);
    }
  } finally {
    await phone.remove();
  }
}

/** How many exceptions about lost entries of phones the office has. @param {import('./phone.mjs').Office} office */
async function gone(office) {
  const { rows } = await office.get('/api/v1/exceptions');
  return rows.filter((/** @type {{ kind: string }} */ row) => row.kind === 'device_gone').length;
}
