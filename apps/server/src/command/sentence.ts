import { StoreError } from '@alongside/store';
import { EmbeddedPostgresError } from '@alongside/store/embedded';
import { StartRefused } from './start-refused.ts';

/** One sentence for the person at the terminal; null: this was not foreseen, and the stack is needed. */
export function sentenceFor(error: unknown): string | null {
  if (error instanceof StartRefused || error instanceof StoreError || error instanceof EmbeddedPostgresError)
    return error.message;
  if (!(error instanceof Error) || !('code' in error)) return null;
  const { port, address, path } = error as { port?: number; address?: string; path?: string };
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use; choose another one with --port, or 0 for any free one.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address}; choose another one with --host.`;
    case 'EACCES':
      return path === undefined
        ? `This account may not listen on port ${port}; choose one above 1023 with --port.`
        : `This account may not use ${path}; choose another folder with --data.`;
    case 'EROFS':
    case 'ENOSPC':
      return `Nothing can be written to ${path ?? 'the data folder'} (${error.code}); free some space or choose another folder with --data.`;
    default:
      return null;
  }
}
