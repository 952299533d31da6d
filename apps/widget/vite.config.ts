import { defineConfig } from 'vite';

/** The frame. The loader is built after it (build/loader.mjs) into the same folder. */
export default defineConfig({
  base: '/widget/',
  publicDir: false,
  resolve: { conditions: ['source', 'browser', 'import', 'default'] },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // A strict CSP: every asset is a file of its own, and no polyfill is written into the page.
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
  },
});
