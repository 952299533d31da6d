import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const source = (path: string) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Workspaces are taken from their sources by name, as in the console. The service worker keeps its address. */
export default defineConfig({
  base: '/phone/',
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@alongside\/design$/, replacement: source('design/src/index.ts') },
      { find: /^@alongside\/design\/(.+\.(?:css|svg))$/, replacement: source('design/src/$1') },
      { find: /^@alongside\/protocol\/constants$/, replacement: source('protocol/src/constants.ts') },
      { find: /^@alongside\/sdk\/(agent|calls|phone)$/, replacement: source('sdk/src/$1/index.ts') },
    ],
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    rollupOptions: {
      input: { index: here('index.html'), worker: here('src/worker.ts') },
      output: { entryFileNames: ({ name }) => (name === 'worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
  },
});
