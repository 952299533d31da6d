import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/** Nothing but `ws`: what an idle socket costs before any product is around it. A report of a visitor is read, answered and thrown away. */
const http = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString());
    response.setHeader('content-type', 'application/json').end('{}');
  });
});
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', () => socket.send('{"t":"welcome"}'));
});
http.listen(0, '127.0.0.1', 4096, () => {
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.once('disconnect', () => process.exit(0));
