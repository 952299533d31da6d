export { createTestDatabase, type DatabaseTemplate, type TestDatabase } from './database.ts';
export { startTestServer, type TestServer, testPostgres } from './server.ts';
