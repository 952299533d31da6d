export { createServer, type Server, type ServerOptions } from './create-server.ts';
export { openPlatform, type PlatformOptions } from './engines/open-platform.ts';
