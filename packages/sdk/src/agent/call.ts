import { upload } from '../conversation/uploads.ts';
import { type Http, refusal } from '../http.ts';
import { type CallArguments, type CallResult, LINES, type OperationId } from './routes.ts';

/** One typed call per operation of the API. Rejects with AlongsideError. */
export type Call = <K extends OperationId>(operation: K, ...request: CallArguments<K>) => Promise<CallResult<K>>;

interface LooseRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
  readonly basedOn?: number;
}

const lines: Record<string, string> = { ...LINES };

/** Makes further operations callable, as those of calls. */
export function addLines(more: Readonly<Record<string, string>>): void {
  Object.assign(lines, more);
}

/** @param from requests that are refused if what they change is no longer of this version */
export function createCall(http: Http, from: (version: number) => Http): Call {
  return async (operation, ...given) => {
    const { params = {}, query, body, basedOn } = (given[0] ?? {}) as LooseRequest;
    const [method, template] = (lines[operation] ?? '').split(' ') as [string, string];
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    type Result = CallResult<typeof operation>;
    if (operation === 'getTranscript') return (await (await http.raw(method, path)).text()) as Result;
    if (operation === 'downloadFile' || operation === 'getCallRecording' || operation === 'getSound')
      return new Uint8Array(await (await http.raw(method, path, { long: true })).arrayBuffer()) as Result;
    if (operation === 'uploadFile') {
      const { name } = query as { name: string };
      const file = { name, mediaType: '', data: body as Uint8Array };
      return (await upload(http, path, file, () => {}, { aborted: false, addEventListener() {} })) as Result;
    }
    if (operation === 'saveSound') return (await sendFile(http, method, path, body as Uint8Array)) as Result;
    return (basedOn === undefined ? http : from(basedOn)).json<Result>(method, path, { query, body });
  };
}

async function sendFile(http: Http, method: string, path: string, body: Uint8Array): Promise<unknown> {
  const answer = await http.fetch(http.address(path), {
    method,
    headers: { ...http.headers(), 'content-type': 'application/octet-stream' },
    credentials: http.cookies ? 'include' : 'omit',
    body,
  });
  const text = await answer.text();
  if (answer.status >= 300) throw refusal(answer.status, text);
  return JSON.parse(text);
}
