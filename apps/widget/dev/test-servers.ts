import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build as bundle } from 'esbuild';
import { build } from 'vite';

const APP = new URL('..', import.meta.url).pathname;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** As strict as the real server's, and stricter by Trusted Types. */
const FRAME_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

export type TestServers = {
  /** Origin of the widget's server. */
  readonly widget: string;
  /** Origin of the host page: another one. */
  readonly host: string;
  close(): Promise<void>;
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Builds the frame with the mock of the SDK and the real loader, and serves them to a host page of another origin under a strict CSP. */
export async function startTestServers(): Promise<TestServers> {
  const out = await mkdtemp(join(tmpdir(), 'alongside-widget-'));
  await build({ configFile: join(APP, 'dev/vite.config.ts'), logLevel: 'error', build: { outDir: out } });
  await bundle({
    entryPoints: [join(APP, 'src/loader/global.ts')],
    outfile: join(out, 'loader.js'),
    bundle: true,
    format: 'iife',
    conditions: ['source'],
  });

  const frame = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname.replace('/widget/', '/');
    const file = path === '/' ? '/index.html' : path;
    try {
      const body = await readFile(join(out, file));
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': FRAME_CSP,
        'x-content-type-options': 'nosniff',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  const widget = `http://127.0.0.1:${await listen(frame)}`;

  const page = createServer((_request, response) => {
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; script-src ${widget}; frame-src ${widget}; require-trusted-types-for 'script'; trusted-types 'none'`,
    });
    response.end(
      `<!doctype html><html lang="en"><head><title>Bank</title></head><body><h1>Bank</h1><button id="help">Help</button><input aria-label="Field"><script src="${widget}/widget/loader.js"></script></body></html>`,
    );
  });
  const host = `http://localhost:${await listen(page)}`;

  return {
    widget,
    host,
    async close() {
      for (const server of [frame, page]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await rm(out, { recursive: true, force: true });
    },
  };
}
