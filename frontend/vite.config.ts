import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin, Rollup } from 'vite';
import { defineConfig } from 'vitest/config';

const version = (JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string })
  .version;

/** Sentences of the other faces: named by the same loader, never asked for here. */
const OTHERS = /\/(office|public|trust)-/;

const APP = {
  name: 'Tripol',
  short_name: 'Tripol',
  start_url: '/field/',
  scope: '/field/',
  display: 'standalone',
  background_color: '#FBFAF7',
  theme_color: '#0B5B66',
  icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
};

/** What a file of the build may ask for: what it imports, and what its text names, such as a decoder or a font. */
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

// The field app's service worker, with the list of its files, so that it opens without a network.
function serviceWorker(): Plugin {
  let listed: string[] = [];
  return {
    name: 'tripol-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      listed = fieldFiles(bundle);
      const all = listed.map((name) => `/${name}`);
      const list = all.filter((name) => !name.endsWith('.woff2'));
      const fonts = { bn: fontsOf('bengali', all), hi: fontsOf('devanagari', all) };
      const source = readFileSync(new URL('src/field/sw.js', import.meta.url), 'utf8');
      const digest = createHash('sha256').update(source).update(all.join()).digest('hex').slice(0, 16);
      const worker = source
        .replace('__VERSION__', digest)
        .replace('__FILES__', JSON.stringify(list))
        .replace('__FONTS__', JSON.stringify(fonts));
      this.emitFile({ type: 'asset', fileName: 'field/sw.js', source: worker });
      this.emitFile({ type: 'asset', fileName: 'field/app.webmanifest', source: JSON.stringify(APP) });
    },
    // With one file missing, a phone would install nothing and not open without a network.
    writeBundle(_, bundle) {
      const missing = listed.filter((name) => !(name in bundle));
      if (missing.length > 0) this.error(`the service worker lists files that were not written: ${missing.join()}`);
    },
  };
}

/** What a module imports, as the bundler knows it. */
type ModuleInfo = (id: string) => { importedIds: readonly string[]; dynamicallyImportedIds: readonly string[] } | null;

const FIELD = fileURLToPath(new URL('src/field/main.ts', import.meta.url));

/** Modules that an entry reaches, by its name; with `lazy` also those that it loads later. */
function reached(entry: string, infoOf: ModuleInfo, lazy: boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [fileURLToPath(new URL(entry, import.meta.url))];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const info = infoOf(id);
    open.push(...(info?.importedIds ?? []), ...(lazy ? (info?.dynamicallyImportedIds ?? []) : []));
  }
  return seen;
}

/**
 * Puts the modules of the field app's first load into two files: those that the office uses too, and the others. Left to the
 * bundler, they would become one small file for each set of pages that shares them, and small files compress badly.
 */
function firstLoad() {
  let field: ReadonlySet<string> | undefined;
  let office: ReadonlySet<string> | undefined;
  const named =
    (name: string, withOffice: boolean) =>
    (id: string, bundle: { getModuleInfo: ModuleInfo }): string | null => {
      const infoOf: ModuleInfo = (module) => bundle.getModuleInfo(module);
      field ??= reached('src/field/main.ts', infoOf, false);
      office ??= reached('src/office/main.ts', infoOf, true);
      // Vite removes an entry that has no code of its own, after the service worker's list has named it.
      return field.has(id) && id !== FIELD && office.has(id) === withOffice ? name : null;
    };
  return [
    { name: named('shared', true), debugName: 'shared', priority: 2 },
    { name: named('phone', false), debugName: 'phone', priority: 1 },
  ];
}

// Three faces, one build. The public face has no page of its own here: the server renders it and finds the built script
// and style by the key `src/public/main.ts` in dist/.vite/manifest.json.
export default defineConfig({
  base: '/',
  plugins: [svelte(), serviceWorker()],
  define: { __APP_VERSION__: JSON.stringify(version) },
  build: {
    manifest: true,
    target: 'es2022',
    // Nothing is inlined: the content policy allows only our own files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    rollupOptions: {
      output: { codeSplitting: { groups: firstLoad() } },
      input: { field: 'field/index.html', office: 'office/index.html', public: 'src/public/main.ts' },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
