import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { leanRecorder } from '../../packages/cobrowse/build/lean-recorder.mjs';

const page = fileURLToPath(new URL('src/page', import.meta.url));

/** The co-browse recorder without what it never switches on; a bundler of a company's own does the same. */
const lean: Plugin = {
  name: 'lean-recorder',
  transform: (code, id) =>
    /@rrweb[\\/]record[\\/]dist[\\/]record\.js$/.test(id) ? { code: leanRecorder(code), map: null } : null,
};

/** The bank's page. `npm run dev` style work: run the backend, and vite with `--config` on this file; /api goes to the backend. */
export default defineConfig({
  root: page,
  plugins: [lean],
  publicDir: `${page}/public`,
  resolve: { conditions: ['source', 'browser', 'import', 'default'] },
  server: { proxy: { '/api': process.env.BANK_URL ?? 'http://127.0.0.1:8081' } },
  build: {
    target: 'es2022',
    // The service worker stands at the root, where it may serve the whole app, and keeps its address.
    rollupOptions: {
      input: {
        index: `${page}/index.html`,
        'loan-amount': `${page}/loan-amount.html`,
        'loan-person': `${page}/loan-person.html`,
        'loan-check': `${page}/loan-check.html`,
        'push-worker': `${page}/push-worker.ts`,
      },
      output: { entryFileNames: ({ name }) => (name === 'push-worker' ? '[name].js' : 'assets/[name]-[hash].js') },
    },
    outDir: fileURLToPath(new URL('dist/page', import.meta.url)),
    emptyOutDir: true,
    // A strict CSP: every asset is a file of its own, and no polyfill is written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
