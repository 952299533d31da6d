import { Agent, request } from 'node:http';
import { loopbackSource } from './light-socket.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** Answers of 429 and above and requests that failed, by status; 0 for those without an answer. */
export const refusals = new Map<string, number>();
const noteRefusal = (status: number) => refusals.set(String(status), (refusals.get(String(status)) ?? 0) + 1);

/** One request with a bearer token; the connection is reused among all who ask, unless `own` gives each its own. */
export function ask(
  method: string,
  address: string,
  token: string | null,
  body?: unknown,
  own = false,
): Promise<{ status: number; text: string }> {
  const json = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const { hostname, port, pathname, search } = new URL(address);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        method,
        hostname,
        port,
        path: pathname + search,
        ...(own ? { agent: false, localAddress: loopbackSource() } : { agent }),
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(json !== '' && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) }),
        },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => {
          const status = response.statusCode ?? 0;
          if (status >= 429) noteRefusal(status);
          resolve({ status, text });
        });
        response.on('error', reject);
      },
    );
    call.on('error', (error) => {
      noteRefusal(0);
      reject(error);
    });
    call.end(json === '' ? undefined : json);
  });
}

/** The one-time ticket for the first frame of a socket. */
export async function ticketFor(url: string, token: string): Promise<string> {
  const { status, text } = await ask('POST', `${url}/v1/socket-tickets`, token);
  if (status !== 201) throw new Error(`No ticket: ${status} ${text.slice(0, 200)}`);
  const { ticket }: { ticket: string } = JSON.parse(text);
  return ticket;
}
