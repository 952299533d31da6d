export type { Transport } from '../wire/transport.ts';
export { transportPair } from '../wire/transport.ts';
export { type FramePage, framePage } from './frame/page.ts';
export { Player, type PlayerChunk, type PlayerOptions, type PlayerState } from './player.ts';
export { Viewer, type ViewerOptions, type ViewerState } from './viewer.ts';
export type { Tool } from './words.ts';
export { socketTransport } from '../wire/socket.ts';
