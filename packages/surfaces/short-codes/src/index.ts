export type { CodeRequest, CodeResponse, CodeRoute } from './exchange.ts';
export { type ShortCodePorts, shortCodePorts } from './ports.ts';
export { shortCodeRoutes } from './routes.ts';
