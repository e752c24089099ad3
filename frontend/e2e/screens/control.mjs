// The control: what the journey looks for is planted, and must be found.

import { must } from '../checks.mjs';
import { t } from '../words.mjs';
import { collect, Data, judge } from './faults.mjs';

/** What is planted, and the fault that must be reported for it. */
const PLANTED = [
  ['<p data-css="width: 2000px">.</p>', 'scrolls sideways'],
  ['<p data-css="width: 4rem; overflow: hidden; white-space: nowrap">যে লেখা এখানে ধরে না</p>', 'cut off'],
  ['<button data-css="width: 2rem; white-space: nowrap">যে বোতামে লেখা ধরে না</button>', 'cut off'],
  [
    '<table data-css="table-layout: fixed; width: 3rem"><th data-css="white-space: nowrap">লম্বা শিরোনাম</th></table>',
    'cut off',
  ],
  ['<p data-css="font-family: system-ui">हिं</p>', 'letters without a font'],
  ['<p>nav.households</p>', 'key instead of a sentence'],
  [`<p>${t('problem.unknown', { code: 'lanes_set' }, 'bn')}</p>`, 'no sentence for a code'],
  [`<p>${t('fault.role_missing', {}, 'bn')}</p>`, 'a page that the server refuses'],
  ['<p>Choose a family</p>', 'English left'],
  ['<p>পরিবার: 12</p>', 'Latin digits'],
  ['<p aria-label="Choose a family">পরিবার</p>', 'English left'],
  ['<p>Hasnabad · পরিবার</p>', 'English name'],
];

/**
 * Fails when a planted fault is not found, or when the screen has one without it. The page is in Bengali.
 * @param {import('playwright-core').Page} page
 */
export async function control(page) {
  const data = new Data();
  data.add({ name: 'Hasnabad', name_bn: 'হাসনাবাদ' });
  for (const [html, fault] of PLANTED) {
    await page.evaluate((planted) => {
      const box = document.createElement('div');
      box.id = 'planted';
      box.innerHTML = planted ?? '';
      // The content policy allows no style attributes.
      for (const one of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('[data-css]')))
        one.style.cssText = one.getAttribute('data-css') ?? '';
      document.querySelector('main')?.append(box);
    }, html);
    const found = judge(await collect(page, 'bn'), 'bn', data);
    await page.evaluate(() => document.getElementById('planted')?.remove());
    must(
      found.some((one) => one.startsWith(fault ?? '')),
      `a planted fault was not found: ${fault} in ${html}; found: ${found.join('; ')}`,
    );
  }
}
