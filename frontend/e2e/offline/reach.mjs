// What an outreach worker does without a network beyond registering: a family that is not reached, a second grade from the
// list of the phone, and a complaint whose answer arrives on the phone and is told.

import { accessible, must, read } from '../checks.mjs';
import { same } from './phone.mjs';
import { place, sendAll, shot } from './steps.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {import('./phone.mjs').Office} Office */

/** Houses that somebody else has graded: they wait for a second person. @param {Office} office @param {number} houses */
export async function gradeOnce(office, houses) {
  const ungraded = (await office.everyFamily()).filter((family) => family.grade === null);
  must(ungraded.length > houses, 'the demonstration has too few houses without a grade');
  for (const { id: household, house } of ungraded.slice(0, houses))
    await office.enter('damage.assess', { id: crypto.randomUUID(), household, grade: 2, house });
}

/** @param {Phone} phone @param {Page} page */
async function families(phone, page) {
  await page.goto(`${phone.base}/field/#/`);
  await page.getByRole('link', { name: phone.say('today.houses') }).click();
  await page.getByRole('heading', { name: phone.say('today.houses') }).waitFor();
}

/** How many families lack something, as the filter says. @param {Phone} phone @param {Page} page @param {string} key */
async function lacking(phone, page, key) {
  const text = await read(page.getByRole('button', { name: phone.say(key) }));
  return Number(
    (text.match(/\(([^)]*)\)/)?.[1] ?? '').replace(/[০-৯]/g, (digit) => String(digit.charCodeAt(0) - 0x09e6)),
  );
}

/** A family of the list is visited and not reached: two touches from its page. @param {Phone} phone @param {Page} page */
async function notReached(phone, page) {
  await families(phone, page);
  const before = await lacking(phone, page, 'families.no.visit');
  must(before > 0, 'no family of the list is to be visited');
  await page.getByRole('button', { name: phone.say('families.no.visit') }).click();
  await page.locator('h3').first().waitFor(); // the list is named after its village
  await shot(page, `reach-list-${phone.say('nav.today')}`);
  await accessible(page);
  await page.locator('section[aria-labelledby="found"] a').first().click();
  await page.getByRole('link', { name: phone.say('visit.title') }).click();
  await page.getByRole('heading', { name: phone.say('visit.title') }).waitFor();
  await shot(page, `reach-visit-${phone.say('nav.today')}`);
  await accessible(page);
  await page.getByRole('button', { name: phone.say('visit.refused') }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  await page.getByRole('link', { name: phone.say('visit.next') }).click();
  await page.getByRole('heading', { name: phone.say('today.houses') }).waitFor();
  same(await lacking(phone, page, 'families.no.visit'), before - 1, 'families to be visited after one refused');
}

/** A second grade is given to a house of the phone's list, without the first one being shown. @param {Phone} phone @param {Page} page */
async function secondGrade(phone, page) {
  await families(phone, page);
  const list = page.locator('section[aria-labelledby="second"] a');
  const before = await list.count();
  must(before > 0, 'no house waits for a second person');
  await list.first().click();
  await page.getByRole('heading', { name: phone.say('verify.title') }).waitFor();
  await page.getByText(phone.say('verify.blind')).waitFor();
  await shot(page, `reach-verify-${phone.say('nav.today')}`);
  await page.getByRole('radio', { name: phone.say('grade.2') }).check();
  await page.getByRole('button', { name: phone.say('verify.save') }).click();
  await page.getByText(phone.say('outbox.saved_here'), { exact: true }).waitFor();
  must(!(await page.getByText(phone.say('verify.done.same')).isVisible()), 'the first grade is told before it is sent');
  await families(phone, page);
  same(await list.count(), before - 1, 'houses that wait after one second grade');
}

/** Takes a complaint and returns the number that the family is told. @param {Phone} phone @param {Page} page */
async function complains(phone, page) {
  await page.goto(`${phone.base}/field/#/complaint`);
  await place(phone, page, 'potlikhan');
  await page.getByRole('heading', { name: phone.say('complaint.title') }).waitFor();
  await page.locator('[name="about"]').first().check();
  await page.getByRole('button', { name: phone.say('complaint.save') }).click();
  await page.getByText(phone.say('complaint.who.missing')).first().waitFor(); // nobody's complaint is not saved
  await page.locator('[name="who"]').nth(2).check();
  await page.getByLabel(phone.say('complaint.name'), { exact: true }).fill('Canary Das');
  await page.locator('[name="answer-by"]').nth(3).check();
  await page.getByLabel(phone.say('complaint.at.camp'), { exact: true }).fill('Hat school');
  await shot(page, `reach-complaint-${phone.say('nav.today')}`);
  await accessible(page);
  await page.getByRole('button', { name: phone.say('complaint.save') }).click();
  await page.getByRole('heading', { name: phone.say('complaint.done') }).waitFor();
  await shot(page, `reach-reference-${phone.say('nav.today')}`);
  return (await read(page.locator('.reference'))).replaceAll(' ', '');
}

/** Without a line, and the answer when it is back. @param {Phone} phone @param {Page} page @param {Office} office */
export async function reaches(phone, page, office) {
  await phone.line(false);
  await notReached(phone, page);
  await secondGrade(phone, page);
  const reference = await complains(phone, page);
  must(/^[0-9A-HJKMNP-TV-Z]{8}$/.test(reference), `the complaint's number is ${reference}`);
  await phone.line(true);
  await sendAll(phone, page);
  const asked = async () => (await office.get(`/api/v1/grievances?reference=${reference}`)).rows;
  const [taken] = await asked();
  same(
    [taken?.complainant, taken?.reach, taken?.reach_at],
    ['Canary Das', 'camp', 'Hat school'],
    'who complains, at the office',
  );
  const answer = 'Come on Friday.';
  await office.enter('grievance.settle', { grievance: taken.id, decision: 'upheld', reason: 'Seen.', answer });
  const told = page.locator('section[aria-labelledby="bring"] a').first();
  for (let tries = 0; tries < 20 && !(await told.isVisible()); tries++) {
    await page.goto(`${phone.base}/field/#/outbox`);
    await page.goto(`${phone.base}/field/#/`); // it looks for news
    await page.getByRole('link', { name: phone.say('complaints.title') }).click();
    await told.waitFor({ timeout: 2_000 }).catch(() => {});
  }
  await told.click();
  await page.getByText(answer).waitFor();
  await shot(page, `reach-answer-${phone.say('nav.today')}`);
  await accessible(page);
  await phone.line(false); // told where there is no network
  await page.getByRole('button', { name: phone.say('complaints.told') }).click();
  await page.getByText(phone.say('complaints.state.brought')).waitFor();
  await phone.line(true);
  await sendAll(phone, page);
  must((await asked())[0].brought_at !== null, 'the office does not know that the answer was told');
}
