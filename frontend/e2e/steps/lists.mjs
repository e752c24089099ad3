// The office takes the list of families out; a reader that is not ours opens the file.

import { readFile } from 'node:fs/promises';
import { accessible, inBengali, must, same, toSection } from '../checks.mjs';
import { t } from '../words.mjs';
import { FAMILY } from './family.mjs';

/** @param {import('../run.mjs').Job} job */
export async function takeFamiliesOut(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'exports');
  await inBengali(page, 'nav.exports');
  await accessible(page);
  await page.getByRole('radio', { name: t('export.list.households') }).check();
  await page.getByRole('checkbox', { name: t('export.tags') }).check();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: t('export.save'), exact: true }).click();
  const file = await coming;
  must(
    /^households-\d{4}-\d\d-\d\d\.csv$/.test(file.suggestedFilename()),
    `the file is called ${file.suggestedFilename()}`,
  );
  const path = `${job.folder}/families.csv`;
  await file.saveAs(path);
  await page.getByText(t('export.done', { name: file.suggestedFilename() })).waitFor();

  const text = await readFile(path, 'utf8');
  same(text[0], '\ufeff', 'the first sign of the file');
  const [head = [], tags = [], ...rows] = readCsv(text.slice(1));
  const column = (/** @type {string} */ name) => head.indexOf(name);
  same(tags[column('panchayat')], '#adm4+name', 'the tag of the panchayat');
  must(
    rows.every((row) => row.length === head.length),
    'a row has more or fewer fields than the head',
  );
  const family = rows.find((row) => row[column('name')] === FAMILY.name) ?? [];
  same(family[column('panchayat')], FAMILY.place, 'the place of the family in the file');
  same(family[column('phone')], FAMILY.phone.replace(' ', ''), 'the phone of the family in the file');
}

/**
 * RFC 4180, read letter by letter.
 * @param {string} text
 */
export function readCsv(text) {
  /** @type {string[][]} */
  const rows = [];
  let row = [''];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    const last = row.length - 1;
    if (quoted && sign === '"' && text[at + 1] === '"') at += 1;
    else if (sign === '"') {
      quoted = !quoted;
      continue;
    } else if (!quoted && sign === ',') {
      row.push('');
      continue;
    } else if (!quoted && sign === '\r' && text[at + 1] === '\n') {
      rows.push(row);
      row = [''];
      at += 1;
      continue;
    }
    row[last] = `${row[last]}${sign}`;
  }
  return rows;
}
