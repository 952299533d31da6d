import { readFile } from 'node:fs/promises';
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

const LOAN = /\/loan-(?:amount|person|check)\.html$/;
/** The loan's three pages are one file under three addresses; which step it is, the page reads from its own. */
const loanPages: Plugin = {
  name: 'loan-pages',
  resolveId: (id) => (LOAN.test(id) ? id : null),
  load: (id) => (LOAN.test(id) ? readFile(`${page}/loan.html`, 'utf8') : null),
  configureServer({ middlewares }) {
    middlewares.use((request, _response, next) => {
      if (request.url) request.url = request.url.replace(LOAN, '/loan.html');
      next();
    });
  },
};

/** The bank's page. `npm run dev` style work: run the backend, and vite with `--config` on this file; /api goes to the backend. */
export default defineConfig({
  root: page,
  plugins: [lean, loanPages],
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
        staff: `${page}/staff/staff.css`,
      },
      output: {
        entryFileNames: ({ name }) => (name === 'push-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        // Pages that the backend draws name their style themselves.
        assetFileNames: ({ names }) =>
          names.includes('staff.css') ? '[name][extname]' : 'assets/[name]-[hash][extname]',
      },
    },
    outDir: fileURLToPath(new URL('dist/page', import.meta.url)),
    emptyOutDir: true,
    // A strict CSP: every asset is a file of its own, and no polyfill is written into the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
