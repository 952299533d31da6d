import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { COMMON, pageHeaders } from './headers.ts';

export interface Page {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.map': 'application/json',
};

/** The built page. */
export function createSite(folder: string, { alongsideUrl, tenant }: { alongsideUrl: string; tenant: string }) {
  return {
    /** null: no such file. */
    async get(path: string): Promise<Page | null> {
      const name = normalize(path === '/' ? '/index.html' : path);
      const type = TYPES[extname(name)];
      if (!type || name.includes('..') || name.includes('\0')) return null;
      const bytes = await readFile(join(folder, name)).catch(() => null);
      if (!bytes) return null;
      const lasts = name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      const headers = { ...COMMON, 'content-type': type, 'cache-control': lasts };
      if (type !== TYPES['.html']) return { headers, body: bytes };
      // The pages stand in the repository with the addresses of the README.
      const html = bytes
        .toString('utf8')
        .replaceAll('https://help.example.com', alongsideUrl)
        .replaceAll("tenant: 'bank'", `tenant: '${tenant}'`);
      return { headers: { ...headers, ...pageHeaders(alongsideUrl, inlineScripts(html)) }, body: html };
    },
  };
}

export type Site = ReturnType<typeof createSite>;

function inlineScripts(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '');
}
