// A list from elsewhere comes in: looked at without writing, its errors mended, taken in, run again, decided.

import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { accessible, chooseFile, download, inBengali, must, read, same, screen, toSection } from '../checks.mjs';
import { t } from '../words.mjs';
import { pickArea } from './distribution.mjs';
import { FAMILY } from './family.mjs';
import { choose } from './goods.mjs';
import { readCsv } from './lists.mjs';

/** @typedef {import('playwright-core').Page} Page */

const HEAD = 'নাম;Mobile;Gram Panchayat;House type;মহিলা;Men;Boys;Landmark';
const MAPPING = 'List of the panchayats';
const FILE = 'families-in-bengali.csv';

/** Families of the list, as they are looked for later. */
export const SHEULI = { name: 'শিউলি পোদ্দার', last4: '4471', place: 'Bhebia' };
export const CHANDRABHAGA = { name: 'Chandrabhaga Oraon' };
export const FIROZA = { name: 'Firoza Tarafdar' };
const AGAIN = 'Komola Paramanik'; // the name of a registered family, in its place, in another spelling
const NEAR = 'near; the; pond';

/** What is wrong, by the line of the file: the column that is named, and the reason. */
const WRONG = [
  { line: 5, column: '', code: 'row_ragged' },
  { line: 6, column: 'Mobile', code: 'phone_malformed' },
  { line: 7, column: 'Gram Panchayat', code: 'area_unknown' },
];
const SAME_PHONE = 8;
const SAME_NAME = 9;
const GOOD = 5;
const ROWS = GOOD + WRONG.length + 2;

/** @param {boolean} mended */
function list(mended) {
  const rows = [
    HEAD,
    `${SHEULI.name};৯৮৩১০ ০৪৪৭১;ভেবিয়া;মাটি;২;১;১;`,
    `${CHANDRABHAGA.name};98310 04472;Amlani;pucca;1;1;0;near the school`,
    `${FIROZA.name};;Amlani;মাটি;1;2;3;`,
    `Gulbahar Mistri;9831004473;Amlani;মাটি;1;1;0;${mended ? `"${NEAR}"` : NEAR}`,
    `Hemlata Bag;${mended ? '৯৮৩১০০৪৪৭৪' : '৯৮৩১০'};Amlani;মাটি;১;১;০;`,
    `Ismail Dafadar;9831004475;${mended ? 'Amlani' : 'Atlantis'};মাটি;1;1;0;`,
    `Kajol Rani Pramanik;৭০০১২৩৪৫৬৭;Bhebia;মাটি;1;0;0;`,
    `${AGAIN};;${FAMILY.place};মাটি;1;0;0;`,
    'Jyotsna Sanfui;+91 9831004476;Makhalgachha;মাটি;1;1;0;',
    'Nityananda Purkait;9831004477;Murarisha;মাটি;0;1;2;',
  ];
  return `\ufeff${rows.join('\r\n')}\r\n`;
}

/** @param {import('../run.mjs').Job} job */
export async function dryRun(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'imports');
  await accessible(page);
  await upload(job, page, FILE, list(false));
  for (const [column, field] of [
    ['নাম', 'name'],
    ['Mobile', 'phone'],
    ['Gram Panchayat', 'area_name'],
    ['House type', 'house'],
    ['Landmark', 'landmark'],
  ]) {
    same(await becomes(page, column ?? ''), t(`import.field.${field}`), `what ${column} is taken for`);
  }
  same(await becomes(page, 'মহিলা'), t('people.women'), 'what মহিলা is taken for');
  await pickArea(page, t('import.within'), 'Hasnabad', 'block', 'North 24 Parganas');
  await page.getByLabel(t('import.house_words', { house: t('house.kutcha') }), { exact: true }).fill('মাটি');
  await choose(page, t('import.unreadable'), t('import.unreadable.refuse'));
  await page.getByRole('button', { name: t('import.look') }).click();
  await page
    .getByRole('table', { name: t('import.preview') })
    .getByText(SHEULI.name)
    .waitFor();
  await page.getByLabel(t('import.mapping_name'), { exact: true }).fill(MAPPING);
  await page.getByRole('button', { name: t('import.save'), exact: true }).click();
  await page.getByText(t('import.mapping_saved', { name: MAPPING })).waitFor();
  await accessible(page);
  await job.shot(page, 'import', true);
  await page.getByRole('button', { name: t('import.dry') }).click();
  await counted(page, true, { read: ROWS, would_keep: GOOD, unchanged: 0, held: 2, refused: WRONG.length });
  const rows = page.getByRole('table', { name: t('job.problems') }).getByRole('row');
  for (const { line, column, code } of WRONG) {
    const row = rows.filter({ has: page.getByRole('cell', { name: String(line), exact: true }) });
    await row.getByText(t(`import.why.${code}`)).waitFor();
    await row.getByText(t('import.status.refused')).waitFor();
    if (column !== '') await row.getByRole('cell', { name: column, exact: true }).waitFor();
  }
  await rows.getByText(t('import.why.resembles_phone')).waitFor();
  await rows.getByText(t('import.why.resembles_name')).waitFor();
  await accessible(page);
  await inBengali(page, 'job.title');
  await job.shot(page, 'import-errors', true);
  const { head, rows: kept } = await result(job, page);
  same(kept.length, WRONG.length + 2, 'the rows of the result file');
  same(
    kept.map((row) => row[head.indexOf('tripol_line')]).join(),
    [...WRONG.map((one) => one.line), SAME_PHONE, SAME_NAME].join(),
    'the lines of the result file',
  );
}

/** @param {import('../run.mjs').Job} job */
export async function mendedAndTakenIn(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'imports');
  await upload(job, page, FILE, list(true), MAPPING);
  await page.getByRole('button', { name: t('import.dry') }).click();
  const enter = GOOD + WRONG.length;
  await counted(page, true, { read: ROWS, would_keep: enter, unchanged: 0, held: 2, refused: 0 });
  await page.getByRole('button', { name: t('job.import_now.other', { count: enter }) }).click();
  await counted(page, false, { read: ROWS, kept: enter, unchanged: 0, held: 2, refused: 0 });
  await accessible(page);
  await job.shot(page, 'import-done', true);
}

/** @param {import('../run.mjs').Job} job */
export async function sameFileAgain(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'jobs');
  await accessible(page);
  await inBengali(page, 'nav.jobs');
  await job.shot(page, 'jobs', true);
  // The trial of the mended file is still listed, and still offers to take its rows in.
  const trial = page
    .getByRole('row')
    .filter({ hasText: t('job.dry') })
    .first();
  await trial.getByRole('link', { name: FILE }).click();
  const enter = GOOD + WRONG.length;
  await page.getByRole('button', { name: t('job.import_now.other', { count: enter }) }).click();
  await counted(page, false, { read: ROWS, kept: 0, unchanged: enter, held: 2, refused: 0 });
}

/** @param {import('../run.mjs').Job} job */
export async function heldAreDecided(job) {
  const page = await job.people.at('rina', 'office');
  const { head, rows } = await result(job, page);
  const [line, decision] = [head.indexOf('tripol_line'), head.indexOf('tripol_decision')];
  must(line >= 0 && decision >= 0, 'the result file has no column for the decision');
  for (const row of rows) row[decision] = row[line] === String(SAME_NAME) ? 'register' : 'skip';
  const text = [head, ...rows]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    .join('\r\n');
  await toSection(page, 'imports');
  await upload(job, page, 'families-decided.csv', `\ufeff${text}\r\n`, MAPPING);
  await page.getByRole('button', { name: t('import.dry') }).click();
  await page.getByRole('button', { name: t('job.import_now.one', { count: 1 }) }).click();
  await counted(page, false, { read: 2, kept: 1, held: 0, refused: 0 });
  await accessible(page);
}

/**
 * @param {import('../run.mjs').Job} job
 * @param {Page} page
 * @param {string} name
 * @param {string} text
 * @param {string} [mapping] the saved one to read it by
 */
async function upload(job, page, name, text, mapping) {
  writeFileSync(`${job.folder}/${name}`, text);
  if (mapping !== undefined) await choose(page, t('import.saved'), mapping);
  await chooseFile(page, t('import.file'), `${job.folder}/${name}`);
  await page.getByRole('heading', { name: t('import.step_columns') }).waitFor();
}

/**
 * The field that a column becomes.
 * @param {Page} page
 * @param {string} column
 */
function becomes(page, column) {
  return read(page.getByLabel(t('import.becomes_of', { column }), { exact: true }).locator('option:checked'));
}

/**
 * Waits for the end of a job and compares its numbers.
 * @param {Page} page
 * @param {boolean} dry
 * @param {Record<string, number>} wanted
 */
async function counted(page, dry, wanted) {
  await page.getByText(t('job.dry'), { exact: true }).waitFor({ state: dry ? 'visible' : 'detached' });
  await page.getByText(t('job.state.done'), { exact: true }).waitFor();
  await screen(page, t('job.title'));
  for (const [key, number] of Object.entries(wanted)) {
    const part = page.locator('dl > div').filter({ has: page.getByText(t(`job.count.${key}`), { exact: true }) });
    same(await read(part.locator('dd')), String(number), t(`job.count.${key}`));
  }
}

/**
 * The file of the rows that were not kept.
 * @param {import('../run.mjs').Job} job
 * @param {Page} page
 */
async function result(job, page) {
  const path = `${job.folder}/result.csv`;
  await download(page, page.getByRole('link', { name: t('job.result') }), path);
  const text = await readFile(path, 'utf8');
  same(text[0], '\ufeff', 'the first sign of the result file');
  const [head = [], ...rows] = readCsv(text.slice(1).replaceAll('\n', '\r\n')); // its lines end as on the server
  return { head, rows };
}
