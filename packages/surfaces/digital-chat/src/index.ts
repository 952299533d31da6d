export type { ChatHandler, ChatRequest, ChatResponse, ChatRoute } from './http/exchange.ts';
export { refusedAtTheDoor } from './http/guarded.ts';
export { createChatOpenApi } from './openapi/create-openapi.ts';
export type * from './ports.ts';
export { digitalChatPorts } from './ports-on-platform.ts';
export { UPLOAD_MEGABYTES } from './rendering/channel-info.ts';
export { CLOSE as CHAT_CLOSE, type Line } from './socket/line.ts';
export type { Session as ChatSession } from './socket/session.ts';
export { type Admission, createDigitalChat, type DigitalChat } from './surface.ts';
