import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serviceWorker } from '../../serviceworker';

// A small field app of two files: one that it begins with, and one that it loads later.

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tripol-build-'));
  mkdirSync(join(root, 'field'));
  writeFileSync(join(root, 'field/main.js'), "import('./late.js').then(({ late }) => late());");
  writeFileSync(join(root, 'field/late.js'), 'export const late = () => document.title;');
});

afterEach(() => rmSync(root, { recursive: true }));

/** Builds it, and returns the files that the service worker lists. */
async function listed(...others: Plugin[]): Promise<string[]> {
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [serviceWorker(), ...others],
    build: { modulePreload: false, rollupOptions: { input: join(root, 'field/main.js') } },
  });
  const worker = readFileSync(join(root, 'dist/field/sw.js'), 'utf8');
  return [...worker.matchAll(/assets\/(\w+)-[^"']+\.js/g)].map(([, name = '']) => name);
}

/** Takes a file out of the build after the service worker has named it, as Vite does with an entry without code. */
const removes = (name: string): Plugin => ({
  name: 'removes',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const file of Object.keys(bundle)) if (file.startsWith(`assets/${name}-`)) delete bundle[file];
    },
  },
});

it('lists what the field app begins with and what it loads later', async () => {
  expect((await listed()).sort()).toEqual(['late', 'main']);
});

it('fails the build when it lists a file that is not written', async () => {
  await expect(listed(removes('late'))).rejects.toThrow(/lists files that were not written: assets\/late-/);
});

it('control: a file that it does not list may be left out', async () => {
  expect((await listed(removes('other'))).sort()).toEqual(['late', 'main']);
});
