// The part of the build that writes the field app's service worker.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Plugin, Rollup } from 'vite';

/** Sentences of the other faces: named by the same loader, never asked for here. */
const OTHERS = /\/(office|paper|public|trust)-/;

const APP = {
  id: '/field/',
  name: 'Tripol',
  short_name: 'Tripol',
  lang: 'en',
  dir: 'ltr',
  start_url: '/field/',
  scope: '/field/',
  display: 'standalone',
  background_color: '#FBFAF7',
  theme_color: '#0B5B66',
};

/** Android cuts a maskable icon to its own shape; some launchers take no SVG. */
const ICONS = [
  { file: 'icon-192.png', sizes: '192x192', purpose: 'any' },
  { file: 'icon-512.png', sizes: '512x512', purpose: 'any' },
  { file: 'icon-maskable-512.png', sizes: '512x512', purpose: 'maskable' },
];

/** The dependencies of a built file: its imports, and the assets that its text names, such as a decoder or a font. */
function namedBy(file: Rollup.OutputAsset | Rollup.OutputChunk, all: string[]): string[] {
  const text = file.type === 'chunk' ? file.code : file.fileName.endsWith('.css') ? String(file.source) : '';
  const named = all.filter((name) => text.includes(name.replace('assets/', '')) && !name.endsWith('.woff'));
  return file.type === 'chunk' ? [...file.imports, ...file.dynamicImports, ...named] : named;
}

/** Every file that the field app may ask for. */
function fieldFiles(bundle: Rollup.OutputBundle): string[] {
  const all = Object.keys(bundle).filter((name) => name.startsWith('assets/') && !OTHERS.test(name));
  const files = new Set<string>();
  const open = Object.values(bundle)
    .filter((file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.includes('/field/'))
    .map((file) => file.fileName);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = bundle[name];
    if (file === undefined || files.has(name) || OTHERS.test(name)) continue;
    files.add(name);
    const styles = file.type === 'chunk' ? [...(file.viteMetadata?.importedCss ?? [])] : [];
    open.push(...namedBy(file, all), ...styles);
  }
  return [...files].sort();
}

const fontsOf = (script: string, files: readonly string[]): string[] =>
  files.filter((name) => name.includes(`noto-sans-${script}`) && name.endsWith('.woff2'));

const MESSAGES = new URL('messages/', import.meta.url);

/** The languages that need a font of ours, each with its script, as their folders of messages state. */
function fontsByLanguage(): [string, string][] {
  const folders = readdirSync(MESSAGES, { withFileTypes: true }).filter((one) => one.isDirectory());
  return folders
    .map(({ name }): [string, string] => {
      const text = readFileSync(new URL(`${name}/language.json`, MESSAGES), 'utf8');
      return [name, (JSON.parse(text) as { font: string }).font];
    })
    .filter(([, script]) => script !== '');
}

/** The field app's service worker, with the list of its files, so that it opens without a network. */
export function serviceWorker(): Plugin {
  let listed: string[] = [];
  return {
    name: 'tripol-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      listed = fieldFiles(bundle);
      const all = listed.map((name) => `/${name}`);
      const list = all.filter((name) => !name.endsWith('.woff2'));
      const fonts = Object.fromEntries(fontsByLanguage().map(([language, script]) => [language, fontsOf(script, all)]));
      const source = readFileSync(new URL('src/field/sw.js', import.meta.url), 'utf8');
      const digest = createHash('sha256').update(source).update(all.join()).digest('hex').slice(0, 16);
      const worker = source
        .replace('__VERSION__', digest)
        .replace('__FILES__', JSON.stringify(list))
        .replace('__FONTS__', JSON.stringify(fonts));
      this.emitFile({ type: 'asset', fileName: 'field/sw.js', source: worker });
      const drawn = ICONS.map(({ file, ...icon }) => {
        const source = readFileSync(new URL(`src/field/icons/${file}`, import.meta.url));
        const name = this.getFileName(this.emitFile({ type: 'asset', name: file, source }));
        return { src: `/${name}`, type: 'image/png', ...icon };
      });
      const icons = [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }, ...drawn];
      const manifest = JSON.stringify({ ...APP, icons });
      this.emitFile({ type: 'asset', fileName: 'field/app.webmanifest', source: manifest });
    },
    // With one file missing, a phone would install nothing and not open without a network.
    writeBundle(_, bundle) {
      const missing = listed.filter((name) => !(name in bundle));
      if (missing.length > 0) this.error(`the service worker lists files that were not written: ${missing.join()}`);
    },
  };
}
