import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const source = (path: string) => fileURLToPath(new URL(`../../packages/${path}`, import.meta.url));

/** The component library brings its few hidden words in thirty languages; only those we speak are kept, English stands for the others. */
const SPOKEN = ['en-US', 'tr-TR', 'nl-NL'];

function spokenLanguagesOnly(): Plugin {
  return {
    name: 'spoken-languages-only',
    enforce: 'pre',
    load(id) {
      const file = /\/react-(?:aria|stately)[^?]*\/intl\/[^?]*?([a-z]{2}-[A-Z]{2})(\.m?js)$/.exec(id);
      if (!file || SPOKEN.includes(file[1] ?? '')) return null;
      return `export { default } from './en-US${file[2]}';`;
    },
  };
}

interface Modules {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

/** All that the page needs before it can show anything, and so always loads: one file is smaller than its seven parts. */
function startup(modules: Modules): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [fileURLToPath(new URL('src/main.tsx', import.meta.url))];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(modules.getModuleInfo(id)?.importedIds ?? []));
  }
  return found;
}
let needed: ReadonlySet<string> | null = null;

/**
 * Workspaces are taken from their sources by name, not by the `source` condition: packages from npm carry that condition too and do not
 * ship the files it names.
 */
export default defineConfig({
  base: '/console/',
  plugins: [spokenLanguagesOnly(), react()],
  resolve: {
    alias: [
      { find: /^@alongside\/cobrowse\/viewer$/, replacement: source('cobrowse/src/viewer/index.ts') },
      { find: /^@alongside\/design$/, replacement: source('design/src/index.ts') },
      { find: /^@alongside\/design\/(.+\.(?:css|svg))$/, replacement: source('design/src/$1') },
      { find: /^@alongside\/protocol\/constants$/, replacement: source('protocol/src/constants.ts') },
      { find: /^@alongside\/sdk\/calls$/, replacement: source('sdk/src/calls/index.ts') },
      { find: /^@alongside\/sdk\/agent$/, replacement: source('sdk/src/agent/index.ts') },
    ],
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // One page that is opened once a day: a second request would only make it later.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name(id, modules) {
                const language = /\/i18n\/messages\/(nl|tr|vi)\.ts$/.exec(id)?.[1];
                if (language) return `desk-${language}`;
                needed ??= startup(modules);
                return needed.has(id) ? 'console' : null;
              },
            },
          ],
        },
      },
    },
  },
});
