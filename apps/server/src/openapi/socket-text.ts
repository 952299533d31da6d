import { CLOSE_CODES, downSchemas, LIMITS, PROTOCOL_VERSION, upSchemas } from '@alongside/protocol';

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** What OpenAPI has no words for: the socket. */
export const SOCKET_TEXT = `The API of Alongside: REST for commands, one WebSocket for events.

**Who calls.** A customer by the bearer token of \`startOnlineHelp\`; a person of the company by the bearer token of \`signIn\` with \`"transport": "bearer"\`, the console by its
session cookie; the company's own server by signed requests.

**Refusals** all have the same shape: \`{"error": {"code", "kind", "message", "correctiveAction", …}}\`. Codes are stable.

## The socket

\`GET /v1/socket\` upgrades to a WebSocket. Protocol version ${PROTOCOL_VERSION}, text frames of JSON, at most ${LIMITS.frameBytes / 1024} KiB each.

1. \`POST /v1/socket-tickets\` gives a ticket, good once and for ${LIMITS.ticketSeconds} s.
2. Open the socket and send, within ${LIMITS.helloSeconds} s: \`{"t": "hello", "protocol": ${PROTOCOL_VERSION}, "ticket": "…"}\`. The answer is \`welcome\`.
3. \`{"t": "subscribe", "id": "1", "conversationId": "…", "after": 0}\`: the reply carries \`lastSeq\`; then \`entries\` frames bring everything after the cursor and whatever
   follows, in order and once each. After a reconnect subscribe again with the last seq you have.
4. \`{"t": "send", "id": "2", "conversationId": "…", "clientId": "…", "body": {"kind": "text", "text": "…"}}\`: the reply with \`seq\` and \`at\` comes after the entry is stored.
   Repeat it with the same \`clientId\` whenever the reply is missing.

An agent gets the whole \`desk\` and the \`queues\` after every change, a waiting customer their \`standing\`. Either side pings after ${LIMITS.heartbeatSeconds} s of silence.
Before the server closes it says \`bye\` with the reason.

A client sends: ${list(Object.keys(upSchemas))}. The server sends: ${list(Object.keys(downSchemas))}.

Close codes: ${Object.entries(CLOSE_CODES)
  .map(([name, code]) => `${code} ${name}`)
  .join(', ')}.
`;
