import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// Three faces, one build. The public face has no page of its own here: the server renders it and finds the built script
// and style by the key `src/public/main.ts` in dist/.vite/manifest.json.
export default defineConfig({
  base: '/',
  plugins: [svelte()],
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
