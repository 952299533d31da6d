import { createServer } from 'node:net';

/** Asks for the port and gives it back: whoever cannot have it should hear so before a database is started. @throws the system's error */
export async function assertPortIsFree(host: string, port: number): Promise<void> {
  if (port === 0) return;
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen({ host, port }, resolve));
  await new Promise((closed) => probe.close(closed));
}
