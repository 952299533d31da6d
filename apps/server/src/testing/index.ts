export { inDatabase } from './in-database.ts';
export { startTestServer, type TestServer, type TestServerOptions } from './start-test-server.ts';
export { PushService, type ReceivedPush } from './push-service.ts';
