export { createByteFilter, createFilter } from '../filter/index.ts';
export { framePage } from '../viewer/frame/page.ts';
export type { Transport } from '../wire/transport.ts';
export { Hub, type HubEvents, type Watcher } from './hub.ts';
export { type SocketLike, socketTransport } from '../wire/socket.ts';
export { isWholePage, PAGE_KIND, packRecord, pageRecord, unpackRecords } from '../wire/recording.ts';
