import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const source = (path: string) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

/**
 * Workspaces are taken from their sources by name, not by the `source` condition: packages from npm carry that condition too and do not
 * ship the files it names.
 */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@alongside\/design$/, replacement: source('design/src/index.ts') },
      { find: /^@alongside\/design\/(.+\.(?:css|svg))$/, replacement: source('design/src/$1') },
      { find: /^@alongside\/protocol\/constants$/, replacement: source('protocol/src/constants.ts') },
      { find: /^@alongside\/sdk\/agent$/, replacement: source('sdk/src/agent/index.ts') },
    ],
  },
  build: { target: 'es2022', sourcemap: false, modulePreload: { polyfill: false }, assetsInlineLimit: 0 },
});
