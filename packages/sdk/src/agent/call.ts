import { upload } from '../conversation/uploads.ts';
import type { Http } from '../http.ts';
import { type CallArguments, type CallResult, LINES, type OperationId } from './routes.ts';

/** One typed call per operation of the API. Rejects with AlongsideError. */
export type Call = <K extends OperationId>(operation: K, ...request: CallArguments<K>) => Promise<CallResult<K>>;

interface LooseRequest {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: object;
  readonly body?: unknown;
}

const lines: Record<string, string> = { ...LINES };

/** Makes further operations callable, as those of calls. */
export function addLines(more: Readonly<Record<string, string>>): void {
  Object.assign(lines, more);
}

export function createCall(http: Http): Call {
  return async (operation, ...given) => {
    const { params = {}, query, body } = (given[0] ?? {}) as LooseRequest;
    const [method, template] = (lines[operation] ?? '').split(' ') as [string, string];
    const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    type Result = CallResult<typeof operation>;
    if (operation === 'getTranscript') return (await (await http.raw(method, path)).text()) as Result;
    if (operation === 'downloadFile' || operation === 'getCallRecording')
      return new Uint8Array(await (await http.raw(method, path, { long: true })).arrayBuffer()) as Result;
    if (operation === 'uploadFile') {
      const { name } = query as { name: string };
      const file = { name, mediaType: '', data: body as Uint8Array };
      return (await upload(http, path, file, () => {}, { aborted: false, addEventListener() {} })) as Result;
    }
    return http.json<Result>(method, path, { query, body });
  };
}
