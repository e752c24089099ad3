// A screen of the phone in Bengali where there is little room: 320 px wide, text twice as large, and a window as low as the
// keyboard leaves it. Nothing scrolls sideways, nothing is cut, and the main button can be reached.

import { collect } from './faults.mjs';

/** @typedef {import('playwright-core').Page} Page */

const ROOMS = [
  { what: '320 px', width: 320, height: 640, text: '' },
  { what: 'text at 200 %', width: 360, height: 640, text: '200%' },
  { what: '440 px high', width: 360, height: 440, text: '' },
];

/** What hides the main button of the screen after it was scrolled to; empty where it can be tapped. @param {Page} page */
const behind = (page) =>
  page.evaluate(() => {
    const shown = (/** @type {Element} */ one) => one.checkVisibility({ visibilityProperty: true });
    const scope = [...document.querySelectorAll('dialog[open], footer, main')].filter(shown)[0];
    const top = document.querySelector('dialog[open]') ?? document.querySelector('[data-bar=bottom] footer') ?? scope;
    const main = [...(top?.querySelectorAll('button, a.button') ?? [])].filter(shown)[0];
    if (main === undefined) return '';
    main.scrollIntoView({ block: 'center' });
    const { left, top: upper, width, height } = main.getBoundingClientRect();
    const hit = document.elementFromPoint(left + width / 2, upper + height / 2);
    if (hit !== null && (main.contains(hit) || hit.contains(main))) return '';
    return `<${main.tagName.toLowerCase()}> "${main.textContent?.trim()}" is behind ${hit?.tagName.toLowerCase() ?? 'the edge'}`;
  });

/** Small targets that stand alone: links and buttons below 44 px in height. @param {Page} page */
const small = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main > p > a:only-child, main > a, main button, [data-bar=bottom] a')]
      .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.parentElement?.childNodes.length === 1)
      .filter((one) => one.getBoundingClientRect().height < 44)
      .map((one) => `"${one.textContent?.trim()}" is ${Math.round(one.getBoundingClientRect().height)} px high`),
  );

/**
 * The faults of the screen in each of the rooms. Afterwards the text has its own size; the window is left small.
 * @param {Page} page
 */
export async function lookSmall(page) {
  const faults = [];
  for (const { what, width, height, text } of ROOMS) {
    await page.setViewportSize({ width, height });
    await page.evaluate((size) => {
      document.documentElement.style.fontSize = size;
    }, text);
    const { sideways, cut } = await collect(page, 'bn');
    for (const one of sideways) faults.push(`${what}: scrolls sideways: ${one}`);
    for (const one of cut) faults.push(`${what}: cut: ${one}`);
    const hidden = await behind(page);
    if (hidden !== '') faults.push(`${what}: ${hidden}`);
  }
  for (const one of await small(page)) faults.push(one);
  await page.evaluate(() => {
    document.documentElement.style.fontSize = '';
    scrollTo(0, 0);
  });
  return faults;
}
