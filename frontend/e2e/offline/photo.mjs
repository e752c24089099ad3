// The photo of a house and the back key, offline: the page is killed at the camera and comes back to the same step, a refusal
// is not asked again, the position of the house is recorded where the family agreed, and the back key goes through all screens
// without leaving the app. After each action its result is seen, also with a keyboard (a window of 440 px). In English and
// Bengali, on SQLite.
//
//   node e2e/offline/photo.mjs          TRIPOL_SHOTS is a folder for pictures

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, screen } from '../checks.mjs';
import { PIN } from '../people.mjs';
import { Program } from '../program.mjs';
import { installed } from '../serviceworker.mjs';
import { journeyLanguages } from '../words.mjs';
import { back, inView } from './history.mjs';
import { Office, Phone, same } from './phone.mjs';
import { choose, enrol, gradeWithoutPhoto, register, sendAll, shot, unlock } from './steps.mjs';

/** @typedef {'en' | 'bn'} Language */
/** @typedef {import('playwright-core').Page} Page */

const NAMES = { en: 'Sabitri Haldar', bn: 'সাবিত্রী হালদার' };
const PLACE = { longitude: 88.87654, latitude: 22.43219, accuracy: 45 };

/** A sentence in the figures of its language. @param {Phone} phone @param {string} key @param {Record<string, number>} values */
const said = (phone, key, values) =>
  phone
    .say(key, values)
    .replace(/\d/g, (digit) => (phone.say('answer.yes') === 'Yes' ? digit : ('০১২৩৪৫৬৭৮৯'[Number(digit)] ?? digit)));

/** A picture of a house, as a camera would give it. @param {Page} page @param {string} path */
async function picture(page, path) {
  const data = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1600;
    canvas.height = 1200;
    const pen = canvas.getContext('2d');
    if (pen === null) return '';
    for (let i = 0; i < 40; i++) {
      pen.fillStyle = `hsl(${i * 9} 60% 60%)`;
      pen.fillRect(i * 40, 0, 40, 1200);
    }
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1] ?? '';
  });
  writeFileSync(path, Buffer.from(data, 'base64'));
}

/** The photo, taken again, enlarged, and a page that is killed at the camera. @param {Phone} phone @param {Page} page @param {string} file @param {Language} language */
async function photographs(phone, page, file, language) {
  const title = (/** @type {string} */ key) => page.getByRole('heading', { name: phone.say(key) });
  await page.getByRole('link', { name: phone.say('household.grade') }).click();
  await page.getByRole('radio', { name: phone.say('grade.3') }).check();
  await title('photo.title').waitFor();
  await inView(page, page.getByText(phone.say('damage.photo.take')), 'the button of the camera');
  await shot(page, `photo-question-${language}`);
  await phone.kill(); // a weak phone reloads the page when the camera opens
  const again = await phone.open(false);
  await unlock(phone, again);
  await again.getByRole('link', { name: phone.say('drafts.title') }).click();
  await again.getByRole('listitem').getByRole('link').first().click();
  const there = (/** @type {string} */ key) => again.getByRole('heading', { name: phone.say(key) });
  await there('photo.title').waitFor();
  await again.getByLabel(phone.say('damage.photo.take')).setInputFiles(file);
  await there('photo.taken.title').waitFor();
  await again.getByText(said(phone, 'photo.ready.one', { count: 1 })).waitFor();
  await again.reload(); // with the picture in the draft
  await unlockHere(phone, again);
  await there('photo.taken.title').waitFor();
  await again.getByLabel(phone.say('photo.retake')).setInputFiles(file);
  await again.getByRole('button', { name: phone.say('photo.enlarge') }).click();
  await screen(again, phone.say('photo.face.title'));
  await shot(again, `photo-face-${language}`);
  await back(again);
  await screen(again, phone.say('photo.taken.title'));
  await agreesToPosition(phone, again);
  await shot(again, `photo-taken-${language}`);
  await again.getByRole('button', { name: phone.say('photo.use') }).click();
  await screen(again, phone.say('damage.done.title'));
  await inView(again, again.getByText(phone.say('outbox.saved_here'), { exact: true }), 'that it is saved');
  await shot(again, `photo-saved-${language}`);
  return again;
}

/** @param {Phone} phone @param {Page} page */
async function unlockHere(phone, page) {
  await page.getByLabel(phone.say('pin.label'), { exact: true }).fill(PIN);
  await page.getByRole('button', { name: phone.say('pin.open'), exact: true }).click();
}

/** @param {Phone} phone @param {Page} page */
async function agreesToPosition(phone, page) {
  await page.context().grantPermissions(['geolocation']);
  await page.context().setGeolocation(PLACE);
  const box = page.getByRole('checkbox', { name: phone.say('position.agree') });
  must(!(await box.isChecked()), 'the family is taken to agree');
  await box.check();
  await page.getByText(/45|৪৫/).waitFor();
  await page.context().setGeolocation({ ...PLACE, accuracy: 8 }); // as near as it comes: the search ends
  await page.getByText(said(phone, 'position.known', { metres: 8 })).waitFor();
}

/** A family that says no is not asked again. @param {Phone} phone @param {Page} page */
async function refuses(phone, page) {
  await page.getByRole('link', { name: phone.say('household.grade') }).click();
  await page.getByRole('radio', { name: phone.say('grade.2') }).check();
  await page.getByRole('button', { name: phone.say('photo.without.refused'), exact: true }).click();
  await page.getByText(phone.say('photo.without.refused_means')).waitFor();
  await page.getByRole('button', { name: phone.say('photo.without.save') }).click();
  await screen(page, phone.say('damage.done.title'));
  const family = await page.getByRole('link', { name: phone.say('entry.family') }).getAttribute('href');
  await page.goto(`${phone.base}/field/${(family ?? '').replace('household', 'photo')}`);
  await page.getByText(phone.say('photo.said_no')).waitFor();
  must(!(await page.getByText(phone.say('damage.photo.may_we')).isVisible()), 'a family that refused is asked again');
}

/** The back key, from the start screen through every screen and back. @param {Phone} phone @param {Page} page */
async function goesBack(phone, page) {
  await page.goto(`${phone.base}/field/#/`);
  for (const path of ['houses', 'outbox', 'drafts', 'situation', 'complaint', 'register', 'handout']) {
    await page.evaluate((to) => {
      location.hash = `#/${to}`;
    }, path);
    await page
      .getByRole('button', { name: phone.say('nav.back') })
      .first()
      .waitFor();
    await back(page);
    await screen(page, phone.say('today.title'));
  }
  await register(phone, page, `${NAMES.en} back`);
  await back(page); // not into the form that was saved
  await screen(page, phone.say('today.title'));
  await page.getByRole('link', { name: phone.say('today.register') }).click();
  await page.getByRole('button', { name: phone.say('answer.yes') }).click();
  await page.getByRole('heading', { name: phone.say('register.place.title') }).waitFor();
  await back(page); // one step
  await page.getByRole('heading', { name: phone.say('register.consent.title') }).waitFor();
  await back(page);
  await screen(page, phone.say('today.title'));
}

/** With a keyboard open, what was found and what is wrong are seen. @param {Phone} phone @param {Page} page */
async function aboveTheKeyboard(phone, page) {
  const size = page.viewportSize() ?? { width: 360, height: 740 };
  await page.setViewportSize({ width: size.width, height: 440 });
  await page.goto(`${phone.base}/field/#/situation`);
  await page.getByLabel(phone.say('register.place.search'), { exact: true }).pressSequentially('ha');
  const found = page.getByRole('region', { name: phone.say('place.found') }).getByRole('button');
  await found.nth(1).waitFor();
  await inView(page, found.nth(0), 'the first place found');
  await inView(page, found.nth(1), 'the second place found');
  await found.first().click();
  await page.getByRole('heading', { name: phone.say('situation.title') }).waitFor();
  await page.getByRole('button', { name: phone.say('situation.save') }).click();
  await inView(page, page.getByRole('alert').first(), 'what is missing of the situation');
  await page.goto(`${phone.base}/field/#/houses`);
  await page.getByLabel(phone.say('houses.find'), { exact: true }).fill(NAMES.en.slice(0, 4));
  await page.getByRole('button', { name: phone.say('houses.search') }).click();
  await inView(page, page.locator('#found'), 'how many families were found');
  await page.setViewportSize(size);
}

/** @param {Program} program @param {Language} language @param {Office} office */
async function day(program, language, office) {
  const phone = new Phone(program.base, language);
  try {
    let page = await phone.open(true);
    await choose(page, language);
    await enrol(phone, page, 'sabita');
    await installed(page);
    const file = join(program.folder, 'house.jpg');
    await picture(page, file);
    await phone.line(false);
    await register(phone, page, NAMES[language]);
    page = await photographs(phone, page, file, language);
    await register(phone, page, `${NAMES[language]} 2`);
    await refuses(phone, page);
    await register(phone, page, `${NAMES[language]} 3`);
    await page.getByRole('link', { name: phone.say('household.grade') }).click();
    await gradeWithoutPhoto(phone, page, 1);
    await goesBack(phone, page);
    await aboveTheKeyboard(phone, page);
    await phone.line(true);
    await sendAll(phone, page);
    await atTheOffice(office, NAMES[language]);
  } finally {
    await phone.remove();
  }
}

/** What the office has of the three families. @param {Office} office @param {string} name */
async function atTheOffice(office, name) {
  const why = [];
  for (const suffix of ['', ' 2', ' 3']) {
    const [family] = (await office.families(name)).filter(
      (/** @type {{ name: string }} */ one) => one.name === name + suffix,
    );
    must(family !== undefined, `${name}${suffix} did not arrive`);
    const { assessments } = await office.get(`/api/v1/households/${family.id}`);
    why.push([assessments[0].photos.length, assessments[0].no_photo]);
    if (suffix !== '') continue;
    const opening = await office.enter('position.open', { household: family.id, reason: 'visit' });
    const position = await office.get(`/api/v1/households/${family.id}/position?opening=${opening}`);
    same(
      [position.recorded, position.lon, position.lat, position.accuracy_m],
      [true, PLACE.longitude, PLACE.latitude, 8],
      'the position',
    );
  }
  same(
    why,
    [
      [1, ''],
      [0, 'refused'],
      [0, 'camera'],
    ],
    'photos at the office, and why there are none',
  );
}

async function main() {
  const began = Date.now();
  const program = new Program();
  try {
    await program.setUp('sqlite');
    await program.serve(join(program.folder, 'server.log'));
    const office = await new Office(program.base).signIn('rina');
    await new Office(program.base).signIn('admin').then((admin) => admin.enter('positions.set', { state: 'on' }));
    for (const language of journeyLanguages()) await day(program, language, office);
    process.stdout.write(`Photo, position and back key: passed in ${(Date.now() - began) / 1000} s\n`);
  } finally {
    await program.remove();
  }
}

await main();
