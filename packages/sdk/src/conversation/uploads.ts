import type { File } from '@alongside/protocol';
import { AlongsideError, networkLost } from '../errors.ts';
import { type Http, refusal } from '../http.ts';
import { platform } from '../ports/platform.ts';
import type { AbortSignalLike, BlobLike } from '../ports/ports.ts';

export type FileData = Uint8Array | BlobLike;

export const sizeOf = (data: FileData) => (data instanceof Uint8Array ? data.length : data.size);
export const bytesOf = async (data: FileData) =>
  data instanceof Uint8Array ? data : new Uint8Array(await data.arrayBuffer());

const aborted = () => new AlongsideError('aborted', 'none', 'The upload was called off.');

/** Sends a file's bytes up. Progress where the platform can tell it; without, only the 1 at the end. */
export async function upload(
  http: Http,
  path: string,
  { name, mediaType, data }: { name: string; mediaType: string; data: FileData },
  onProgress: (fraction: number) => void,
  signal: AbortSignalLike,
): Promise<File> {
  const address = http.address(path, { name });
  const headers = { ...http.headers(), 'content-type': mediaType || 'application/octet-stream' };
  const send = platform.XMLHttpRequest ? sendByXhr : sendByFetch;
  if (signal.aborted) throw aborted();
  const { status, text } = await send(http, address, headers, data, onProgress, signal);
  if (status < 200 || status > 299) throw refusal(status, text);
  onProgress(1);
  return JSON.parse(text) as File;
}

type Answer = { status: number; text: string };
type Send = (
  http: Http,
  address: string,
  headers: Record<string, string>,
  data: FileData,
  onProgress: (fraction: number) => void,
  signal: AbortSignalLike,
) => Promise<Answer>;

const sendByXhr: Send = (http, address, headers, data, onProgress, signal) =>
  new Promise((resolve, reject) => {
    const request = new platform.XMLHttpRequest!();
    request.open('POST', address);
    request.withCredentials = http.cookies;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => total > 0 && onProgress(loaded / total);
    request.onload = () => resolve({ status: request.status, text: request.responseText });
    request.onerror = request.ontimeout = () => reject(networkLost('The upload was cut off.'));
    signal.addEventListener('abort', () => {
      request.abort();
      reject(aborted());
    });
    request.send(data);
  });

const sendByFetch: Send = async (http, address, headers, data, _onProgress, signal) => {
  const controller = platform.AbortController && new platform.AbortController();
  signal.addEventListener('abort', () => controller?.abort());
  try {
    const response = await http.fetch(address, {
      method: 'POST',
      headers,
      body: await bytesOf(data),
      credentials: http.cookies ? 'include' : 'omit',
      ...(controller && { signal: controller.signal }),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    throw signal.aborted ? aborted() : networkLost(`The upload was cut off: ${String(error)}`);
  }
};
