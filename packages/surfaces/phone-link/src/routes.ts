import { json, type PhoneLinkRequest, type PhoneLinkResponse, type PhoneLinkRoute, refusal } from './exchange.ts';
import type { PhoneLinkPorts } from './ports.ts';
import { admitted, companyOf } from './rest/admitted.ts';
import { filterIn } from './rest/filter.ts';
import { login } from './rest/login.ts';
import { pageIn } from './rest/paging.ts';
import { isGoodAddress, recordingAddresses } from './rest/recordings.ts';
import { showAgent } from './rest/show-agent.ts';
import { showCall } from './rest/show-call.ts';

/** The addresses of the published wire for a company's systems and its web pages. */
export function phoneLinkAddresses(ports: PhoneLinkPorts): readonly PhoneLinkRoute[] {
  const guarded = (handle: Parameters<typeof admitted>[1]) => admitted(ports, handle);
  return [
    {
      operationId: 'phoneLinkAgents',
      method: 'GET',
      path: '/{domain}/api/v1/agents',
      handle: guarded(async ({ query }, { tenantId }) => {
        const page = pageIn(query);
        if (typeof page === 'string') return refusal(400, page);
        const { agents, total } = await ports.agents(tenantId, page.page, page.count);
        return json(200, { code: 'ok', numFound: total, agents: agents.map(showAgent) });
      }),
    },
    {
      operationId: 'phoneLinkCalls',
      method: 'GET',
      path: '/{domain}/api/v1/calls',
      handle: guarded(async ({ query, base }, company) => {
        const page = pageIn(query);
        if (typeof page === 'string') return refusal(400, page);
        const filter = filterIn(query);
        if (typeof filter === 'string') return refusal(400, filter);
        const { calls, total } = await ports.calls(company.tenantId, filter, page.page, page.count);
        const addressOf = recordingAddresses(ports, { base, ...company });
        return json(200, { code: 'ok', numFound: total, calls: calls.map((call) => showCall(call, addressOf)) });
      }),
    },
    {
      operationId: 'phoneLinkCall',
      method: 'GET',
      path: '/{domain}/api/v1/calls/{callId}',
      handle: guarded(async ({ params, base }, company) => {
        const { calls } = await ports.calls(company.tenantId, { callCode: params.callId ?? '' }, 1, 1);
        const [call] = calls;
        if (!call) return refusal(404, 'There is no call with this call_id.');
        return json(200, { code: 'ok', call: showCall(call, recordingAddresses(ports, { base, ...company })) });
      }),
    },
    {
      operationId: 'phoneLinkRecording',
      method: 'GET',
      path: '/{domain}/api/v1/recordings/{recordingId}',
      handle: (request) => recording(ports, request),
    },
    {
      operationId: 'phoneLinkLogin',
      method: 'POST',
      path: '/{domain}/thirdParty/login',
      handle: (request) => login(ports, request),
    },
  ];
}

/** Needs no token beside the address's own signature: it is made to be put into a player. */
async function recording(ports: PhoneLinkPorts, request: PhoneLinkRequest): Promise<PhoneLinkResponse> {
  const company = await companyOf(ports, request);
  if ('status' in company) return company;
  const { recordingId = '' } = request.params;
  if (!isGoodAddress(ports, company.tenantId, recordingId, request.query))
    return refusal(401, 'This address was not made here, or its hour is over. Ask for the call again.');
  const found = await ports.recording(company.tenantId, recordingId);
  if (found === null) return refusal(404, 'The recording is not kept any more.');
  const { bytes, contentType } = found;
  const extension = contentType.startsWith('audio/wav') ? 'wav' : 'webm';
  const disposition = request.query.download === '1' ? 'attachment' : 'inline';
  return {
    status: 200,
    headers: {
      'content-type': contentType,
      'content-disposition': `${disposition}; filename="call.${extension}"`,
      'cache-control': 'private, no-store',
    },
    body: bytes,
  };
}
