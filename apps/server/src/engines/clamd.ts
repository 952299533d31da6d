import { connect } from 'node:net';
import type { Logger, Scanner } from '@alongside/domain';

/** clamd reads at most so much at once. */
const CHUNK = 64 * 1024;
const MILLISECONDS = 30_000;

/** Where clamd listens: a TCP port, or a socket file. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string };

/** `host:port` or the path of a socket file. null: not understood. */
export function readClamdAddress(text: string): ClamdAddress | null {
  if (text.startsWith('/')) return { path: text };
  const [, host, port] = /^(\[[0-9a-f:.]+\]|[a-z0-9_.-]+):(\d{1,5})$/i.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535 || Number(port) === 0) return null;
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

/** clamd over INSTREAM. What it does not say to be clean is not clean: an error of its own counts as nobody having looked. */
export function createClamd(address: ClamdAddress, log: Logger): Scanner {
  return {
    async scan(bytes) {
      try {
        const answer = await ask(address, bytes);
        if (/^stream: OK$/.test(answer)) return 'clean';
        if (/^stream: .+ FOUND$/.test(answer)) {
          log.warn({ where: 'scanner', found: answer.slice(8, 200) }, 'The scanner found malware in a file.');
          return 'infected';
        }
        throw new Error(answer.slice(0, 200));
      } catch (error) {
        log.warn(
          { where: 'scanner', reason: error instanceof Error ? error.message : '' },
          'The scanner did not look.',
        );
        return 'unavailable';
      }
    },
  };
}

function ask(address: ClamdAddress, bytes: Uint8Array): Promise<string> {
  return new Promise((settle, fail) => {
    const socket = connect(address);
    let answer = '';
    const timer = setTimeout(() => socket.destroy(new Error('timeout')), MILLISECONDS);
    socket.on('close', () => clearTimeout(timer));
    socket.on('error', fail);
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1');
      if (answer.length > 4096) socket.destroy(new Error('an answer without an end'));
      const end = answer.indexOf('\0');
      if (end < 0) return;
      socket.destroy();
      settle(answer.slice(0, end).trim());
    });
    socket.on('end', () => fail(new Error('closed without an answer')));
    socket.write('zINSTREAM\0');
    for (let from = 0; from < bytes.length; from += CHUNK) {
      const part = bytes.subarray(from, from + CHUNK);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      socket.write(length);
      socket.write(part);
    }
    socket.write(Buffer.alloc(4));
  });
}
