// Monday morning: thirty people from a list with two bad rows, their invitations on paper, and the first of them comes.

import { writeFileSync } from 'node:fs';
import { accessible, chooseFile, download, inBengali, must, read, same, screen, toSection } from '../checks.mjs';
import { codesOf, lettersOf } from '../paper.mjs';
import { choosePin, PHONE } from '../people.mjs';
import { t } from '../words.mjs';
import { pickArea } from './distribution.mjs';

/** @typedef {import('playwright-core').Page} Page */

const COUNT = 30;
const BAD_ROLE = 9; // lines of the file; the heading is the first
const BAD_PLACE = 17;
const NAMES = ['Rahima Bibi', 'রীনা দাস', 'Amit Kumar', 'Saraswati Munda', 'करीम शेख'];
const ROLES = ['Outreach worker', 'storekeeper', 'distributor + Visits families'];

/**
 * The list as the coordinator keeps it.
 * @param {boolean} mended
 */
function list(mended) {
  const lines = ['name,login,roles,area,language'];
  for (let line = 2; line <= COUNT + 1; line++) {
    const role = line === BAD_ROLE && !mended ? 'king' : ROLES[line % ROLES.length];
    const place = line === BAD_PLACE && !mended ? 'Atlantis' : ['', 'Canning I', 'block:2739'][line % 3];
    lines.push([NAMES[line % NAMES.length], '', role, place, 'en'].join(','));
  }
  return `${lines.join('\n')}\n`;
}

/** @param {import('../run.mjs').Job} job */
export async function listWithBadRows(job) {
  const page = await job.people.at('admin', 'office');
  await toSection(page, 'people');
  await inBengali(page, 'nav.people');
  await accessible(page);
  await page.getByRole('button', { name: t('people_file.start') }).click();
  await pickArea(page, t('people_file.area'), 'Hasnabad', 'block', 'North 24 Parganas');
  writeFileSync(`${job.folder}/people.csv`, list(false));
  await chooseFile(page, t('people_file.file'), `${job.folder}/people.csv`);
  await page.getByText(t('people_file.rest', { there: 0, wrong: 2 })).waitFor();
  const rows = page.getByRole('table', { name: t('people_file.title') }).getByRole('row');
  // What is wrong stands first, below the heading.
  await problem(rows.nth(1), BAD_ROLE, 'roles', 'unknown_role');
  await problem(rows.nth(2), BAD_PLACE, 'area', 'area_unknown');
  await accessible(page);
  await job.shot(page, 'people-wrong', true);
}

/**
 * @param {import('playwright-core').Locator} row
 * @param {number} line
 * @param {string} column
 * @param {string} code
 */
async function problem(row, line, column, code) {
  same(await read(row.getByRole('cell').first()), String(line), 'the line of a bad row');
  await row.getByText(`${t(`people_file.column.${column}`)}: ${t(`fault.${code}`)}`).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function thirtyAccounts(job) {
  const page = await job.people.at('admin', 'office');
  writeFileSync(`${job.folder}/people.csv`, list(true));
  await chooseFile(page, t('people_file.file'), `${job.folder}/people.csv`);
  await page.getByText(t('people_file.rest', { there: 0, wrong: 0 })).waitFor();
  await page.getByRole('button', { name: t('people_file.add.other', { count: COUNT }) }).click();
  await page.getByText(t('people_file.added', { added: COUNT })).waitFor();
  await page.getByRole('button', { name: t('people_file.close'), exact: true }).click();
  await page.getByText(t('people.not_come.other', { count: COUNT })).waitFor();
  await accessible(page);
  await job.shot(page, 'people', true);
}

/** @param {import('../run.mjs').Job} job */
export async function printInvitations(job) {
  const page = await job.people.at('admin', 'office');
  const pdf = `${job.folder}/invitations.pdf`;
  await download(page, page.getByRole('button', { name: t('invite.print.other', { count: COUNT }) }), pdf);
  await page.getByText(t('invite.done.other', { count: COUNT })).waitFor();
  await page.getByText(t('people.not_come.other', { count: COUNT })).waitFor();
  await accessible(page);

  const letters = await lettersOf(pdf);
  const codes = new Set(letters.match(/\b[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}\b/g) ?? []);
  same(codes.size, COUNT, 'the codes printed on the invitations');
  const scanned = await codesOf(pdf, job.folder);
  same(new Set(scanned).size, COUNT, 'the QR codes on the invitations');
  for (const address of scanned) {
    const [, code = ''] = address.split('/field/#/invitation/');
    must(codes.has(code.replace(/(.{4})(?=.)/g, '$1 ')), 'a QR code is of no code that is printed');
    must(address.startsWith(job.program.base), 'a QR code leads elsewhere');
  }
  job.invitation = scanned[0] ?? '';
}

/** @param {import('../run.mjs').Job} job */
export async function newcomerComes(job) {
  const page = await job.people.window('a newcomer', PHONE);
  await page.goto(job.invitation);
  await page.getByLabel(t('pin.choose'), { exact: true }).waitFor();
  await screen(page, t('invitation.title'));
  must(!page.url().includes(codeOf(job)), 'the code stays in the address');
  const login = await read(page.locator('main strong'));
  await inBengali(page, 'invitation.title');
  await accessible(page);
  await job.shot(page, 'invitation', true);
  await choosePin(page);
  await screen(page, t('today.title'));
  await job.people.leave('a newcomer');

  const office = await job.people.at('admin', 'office');
  await office.reload();
  await screen(office, t('nav.people'));
  const row = office.getByRole('row').filter({ has: office.getByText(login, { exact: true }) });
  await row.getByText(t('person.state.come'), { exact: true }).waitFor();
  await office.getByText(t('people.not_come.other', { count: COUNT - 1 })).waitFor();
  await office.getByLabel(t('people.show'), { exact: true }).selectOption({ label: t('people.show.not_come') });
  await office.getByText(t('people.listed', { count: COUNT - 1 })).waitFor();
  same(await row.count(), 0, 'the newcomer among those who have not come');
}

/** @param {import('../run.mjs').Job} job */
export async function sameCodeAgain(job) {
  job.people.expectRefusal(410, '/api/v1/invitations/read');
  const page = await job.people.window('somebody', PHONE);
  await page.goto(job.invitation);
  // Once in the summary above the form, once beside the field.
  await page.getByText(t('fault.invitation_used')).first().waitFor();
  same(await page.getByLabel(t('pin.choose'), { exact: true }).count(), 0, 'a PIN asked for');
  await page.getByLabel(t('invitation.code'), { exact: true }).fill(codeOf(job).toLowerCase());
  await page.getByRole('button', { name: t('invitation.open') }).click();
  await page.getByText(t('fault.invitation_used')).first().waitFor();
  await accessible(page);
  await job.people.leave('somebody');
  await job.people.leave('admin');
}

/** @param {import('../run.mjs').Job} job */
function codeOf(job) {
  return job.invitation.split('/invitation/')[1] ?? '';
}
