// Every public page, in the languages that the server renders.

import { must } from '../checks.mjs';
import { LANGUAGES } from './look.mjs';
import { complete, publicPages } from './tables.mjs';

/** @typedef {import('./look.mjs').Eye} Eye */

/** What the settings of a phone are called where the trust page leads, and the file that it offers. */
const SETTINGS =
  'Security, Encryption & credentials, CA certificate, Install anyway, Trusted credentials, User, Remove, VPN and apps, tripol.crt';

/**
 * @param {Eye} eye
 * @param {string} base of the demonstration
 * @param {string} campaign
 * @param {{ plain: string, https: string }} lan a server with an authority of its own
 */
export async function lookAtPublic(eye, base, campaign, lan) {
  /** @type {Record<string, string[]>} */
  const pages = {
    home: [`${base}/`],
    campaign: [`${base}/c/${campaign}`],
    missing: [`${base}/c/nothing-here`],
    trust: [`${base}/trust`, `${lan.plain}/trust`],
    sheet: [`${lan.plain}/trust/sheet`],
    plain: [`${lan.plain}/field/`],
  };
  complete(Object.keys(pages), publicPages(), 'public pages');
  eye.data.addText(SETTINGS);
  const page = await eye.window(base);
  for (const [name, addresses] of Object.entries(pages)) {
    // Through a proxy without TLS the browser has no secure context.
    await page.setExtraHTTPHeaders(name === 'plain' ? { 'X-Forwarded-Proto': 'http' } : {});
    for (const [n, address] of addresses.entries()) {
      for (const language of LANGUAGES) {
        await page.goto(`${address}?lang=${language}`);
        const shown = await page.locator('html').getAttribute('lang');
        must(shown === language, `${address} is in ${shown} where ${language} was asked for`);
        await eye.lookAt(page, `public ${name} ${n}`, language);
      }
    }
  }
  await page.context().close();
}
