// Steps in practice mode, and the requests that leave it.

/** @typedef {import('./phone.mjs').Phone} Phone */
/** @typedef {import('playwright-core').Page} Page */

export const TASKS = 6;

/** A count in a sentence, in the figures of its language. @param {Phone} phone @param {string} key @param {Record<string, number>} values */
export const said = (phone, key, values) => {
  const digit = (/** @type {string} */ one) => (phone.language === 'en' ? one : ('০১২৩৪৫৬৭৮৯'[Number(one)] ?? one));
  return phone.say(key, values).replace(/\d/g, digit);
};

/** Notes the requests to the office of documents that practise, but those that the content policy kept in the browser. @param {Page} page */
export function requestsOf(page) {
  /** @type {string[]} */
  const asked = [];
  /** @param {import('playwright-core').Request} request */
  const note = (request) => {
    const { pathname } = new URL(request.url());
    if (!pathname.startsWith('/api/') || /csp/i.test(request.failure()?.errorText ?? '')) return;
    const practises = request.serviceWorker() !== null || new URL(request.frame().url()).searchParams.has('practice');
    if (practises) asked.push(`${request.method()} ${pathname}`);
  };
  page.context().on('requestfinished', note);
  page.context().on('requestfailed', note);
  return asked;
}

/** @param {Phone} phone @param {Page} page */
export async function openPractice(phone, page) {
  await page.getByRole('button', { name: phone.say('practice.open') }).click();
  await page.getByRole('heading', { name: phone.say('practice.title') }).waitFor();
}

/** @param {Page} page @param {string} path */
export async function at(page, path) {
  await page.evaluate((to) => {
    location.hash = `#/${to}`;
  }, path);
}

/** Takes a practice card of this phone. @param {Phone} phone @param {Page} page @param {string} number */
export async function useCard(phone, page, number) {
  await page.getByRole('button', { name: phone.say('practice.cards.use') }).click();
  await page.getByRole('button', { name: `PRACTICE ${number}`, exact: true }).click();
}

/** @param {Phone} phone @param {Page} page @param {number} done */
export async function ticked(phone, page, done) {
  await at(page, '');
  await page.getByRole('heading', { name: phone.say('practice.title') }).waitFor();
  await page.getByText(said(phone, 'practice.progress', { n: done, of: TASKS })).waitFor();
}
