// The back key of a phone, and whether a person sees what the page answered.

import { must } from '../checks.mjs';

/** @typedef {import('playwright-core').Page} Page */

/** Presses the back key: it must not leave the app. @param {Page} page */
export async function back(page) {
  const before = new URL(page.url()).origin;
  await page.goBack();
  must(page.url().startsWith(`${before}/field/`), `the back key left the app for ${page.url()}`);
}

/**
 * Whether an element lies in the part of the window that is seen: below its upper edge, above the bar at the bottom.
 * @param {Page} page
 * @param {import('playwright-core').Locator} element
 * @param {string} what
 */
export async function inView(page, element, what) {
  await element.waitFor();
  let seen = '';
  for (let tries = 0; tries < 20; tries++) {
    const box = await element.boundingBox();
    const edge = await page.evaluate(() => {
      const bar = document.querySelector('[data-bar="bottom"]');
      const stays = bar !== null && getComputedStyle(bar).position === 'sticky';
      return stays ? Math.min(innerHeight, bar.getBoundingClientRect().top) : innerHeight;
    });
    seen = JSON.stringify({ box, edge });
    if (box !== null && box.y >= 0 && box.y + Math.min(box.height, edge - 16) <= edge + 1) return;
    await page.waitForTimeout(50);
  }
  must(false, `${what} is not seen: ${seen}`);
}
