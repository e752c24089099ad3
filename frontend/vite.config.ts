import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const version = (JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string }).version;

/** Sentences of the other faces: named by the same loader, never asked for here. */
const OTHERS = /\/(office|public|trust)-/;

// The field app's service worker, with the list of every file that the app may ask for, so that it opens without a network.
function serviceWorker(): Plugin {
  return {
    name: 'tripol-service-worker',
    apply: 'build',
    generateBundle(_, bundle) {
      const files = new Set<string>();
      const follow = (name: string): void => {
        const file = bundle[name];
        if (file === undefined || files.has(name)) return;
        files.add(name);
        if (file.type !== 'chunk') return;
        const meta = file.viteMetadata;
        const more = [...(meta?.importedCss ?? []), ...(meta?.importedAssets ?? [])];
        const dynamic = file.dynamicImports.filter((one) => !OTHERS.test(one));
        for (const one of [...file.imports, ...dynamic, ...more]) follow(one);
        // files that are named in the code alone, such as the decoder
        for (const asset of Object.keys(bundle)) if (file.code.includes(asset)) follow(asset);
      };
      for (const [name, file] of Object.entries(bundle)) {
        if (file.type === 'chunk' && file.isEntry && file.facadeModuleId?.includes('/field/')) follow(name);
      }
      // styles name their fonts; only the woff2 of the two scripts are among them
      for (const [name, file] of Object.entries(bundle)) {
        const css = files.has(name) && file.type === 'asset' && name.endsWith('.css') ? String(file.source) : '';
        for (const font of Object.keys(bundle)) if (font.endsWith('.woff2') && css.includes(font)) files.add(font);
      }
      const list = [...files].sort().map((name) => `/${name}`);
      const source = readFileSync(new URL('src/field/sw.js', import.meta.url), 'utf8');
      const digest = createHash('sha256').update(source).update(list.join()).digest('hex').slice(0, 16);
      const worker = source.replace('__VERSION__', digest).replace('__FILES__', JSON.stringify(list));
      this.emitFile({ type: 'asset', fileName: 'field/sw.js', source: worker });
      const manifest = {
        name: 'Tripol',
        short_name: 'Tripol',
        start_url: '/field/',
        scope: '/field/',
        display: 'standalone',
        background_color: '#FBFAF7',
        theme_color: '#0B5B66',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
      };
      this.emitFile({ type: 'asset', fileName: 'field/app.webmanifest', source: JSON.stringify(manifest) });
    },
  };
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
      input: { field: 'field/index.html', office: 'office/index.html', public: 'src/public/main.ts' },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
