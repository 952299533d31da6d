import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { CeilingLane } from './journal.ts';

/**
 * The ceiling: the least that can stand between a socket and a commit and still keep the promise of a durable acknowledgement in order.
 * It speaks five frames of the native wire so that the same clients can drive it, and knows nothing else: no tenants, no sign-in, no
 * checks, no fences, no repeats, no slow readers.
 */
const url = process.argv[2] ?? '';
const lanes = Array.from({ length: 2 }, () => new CeilingLane(url));
await Promise.all(lanes.map((lane) => lane.connect()));

const listeners = new Map<string, Set<WebSocket>>();
const author = { kind: 'customer', id: null, name: 'Ada' };

type Frame =
  | { t: 'hello' | 'ping' | 'pong' | 'delivered' | 'typing' | 'read' }
  | { t: 'subscribe'; id: string; conversationId: string; after: number }
  | { t: 'send'; id: string; conversationId: string; clientId: string; body: { text: string } };

function send(socket: WebSocket, frame: Extract<Frame, { t: 'send' }>): void {
  const { id, conversationId, clientId, body } = frame;
  const lane = lanes[Number.parseInt(conversationId.slice(-6), 16) % lanes.length];
  lane?.add({
    conversation: conversationId,
    clientId,
    body: body.text,
    stored(seq) {
      const at = new Date().toISOString();
      socket.send(`{"t":"reply","id":"${id}","ok":true,"result":{"seq":${seq},"at":"${at}"}}`);
      const heard = listeners.get(conversationId);
      if (heard === undefined) return;
      const entry = { seq, at, from: author, clientId, body };
      const entries = JSON.stringify({ t: 'entries', conversationId, entries: [entry], lastSeq: seq });
      for (const listener of heard) listener.send(entries);
    },
  });
}

const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  const mine = new Set<string>();
  socket.on('message', (data: Buffer) => {
    const frame: Frame = JSON.parse(data.toString('utf8'));
    if (frame.t === 'send') send(socket, frame);
    else if (frame.t === 'subscribe') {
      const heard = listeners.get(frame.conversationId) ?? new Set();
      listeners.set(frame.conversationId, heard.add(socket));
      mine.add(frame.conversationId);
      socket.send(`{"t":"reply","id":"${frame.id}","ok":true,"result":{"lastSeq":${frame.after}}}`);
    } else if (frame.t === 'hello') {
      const you = { kind: 'customer', id: randomUUID(), name: 'Ada' };
      const serverTime = new Date().toISOString();
      const welcome = { t: 'welcome', protocol: 1, connectionId: randomUUID(), you, serverTime, heartbeatSeconds: 15 };
      socket.send(JSON.stringify(welcome));
    } else if (frame.t === 'ping') socket.send('{"t":"pong"}');
  });
  socket.on('close', () => {
    for (const conversation of mine) listeners.get(conversation)?.delete(socket);
  });
});
http.listen(0, '127.0.0.1', 4096, () => {
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.once('disconnect', () => process.exit(0));
