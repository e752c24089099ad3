import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './serviceworker.ts';

const version = (JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string })
  .version;

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
