import { startTestServer } from './server.ts';

/** vitest calls this once before the first worker of a project, and what it returns after the last. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startTestServer();
  return () => server.stop();
}
