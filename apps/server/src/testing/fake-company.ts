import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

type Answer = { readonly status?: number; readonly body: unknown } | 'silence';

/** A company's own services on this machine, answering as a test says. */
export async function fakeCompany() {
  const asked: Asked[] = [];
  const waiting = new Set<() => void>();
  let answers: (request: Asked) => Answer = () => ({ body: { success: false } });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        text: Buffer.concat(chunks).toString('utf8'),
      };
      const answer = answers(one);
      if (answer !== 'silence') {
        response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
        response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
      }
      asked.push(one);
      for (const look of [...waiting]) look();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/help`,
    asked,
    answer(how: (request: Asked) => Answer) {
      answers = how;
    },
    /** The first request that fits, earlier or to come. */
    request(fits: (request: Asked) => boolean): Promise<Asked> {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`The company was not asked; it was asked: ${JSON.stringify(asked)}`)),
          15_000,
        );
        const look = () => {
          const found = asked.find(fits);
          if (!found) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
