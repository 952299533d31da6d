import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/** Nothing but `ws`: what an idle socket costs before any product is around it. */
const http = createServer();
const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.on('message', () => socket.send('{"t":"welcome"}'));
});
http.listen(0, '127.0.0.1', 4096, () => {
  const address = http.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : 0 });
});
process.once('disconnect', () => process.exit(0));
