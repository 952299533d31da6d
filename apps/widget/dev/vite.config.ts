import { defineConfig } from 'vite';

/** Serves the frame with a mock of the SDK, and a host page around it: /widget/?state=chat and /widget/dev/host.html. Never shipped. */
export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  base: '/widget/',
  cacheDir: '/tmp/alongside-widget-dev',
  publicDir: false,
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    minify: false,
    emptyOutDir: true,
  },
  resolve: { conditions: ['source', 'browser', 'import', 'default'] },
  plugins: [
    {
      name: 'mock-sdk',
      transformIndexHtml: {
        order: 'pre',
        handler: (html) => html.replace('/src/app/main.ts', '/dev/frame.ts'),
      },
    },
  ],
});
