import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { readConfig } from './config.ts';
import { type CompanyKey, createCallSystem } from './call-system.ts';
import { createBank } from './create-bank.ts';

/*
 * The demo bank's own process. It is told everything by its environment: ALONGSIDE_URL, ACCESS_KEY_ID, ACCESS_KEY_SECRET, TENANT, and if wanted
 * VOICE_TOKEN, HOST, PORT (0: any), DEMO_CUSTOMERS. Started with an IPC channel it sends {kind: 'listening', url} or {kind: 'failed', message}, and ends when
 * the channel does. {kind: 'company', keyId, secret} over it opens the bank's own call system; {kind: 'ready'} says that it is.
 */
function main(): void {
  const config = readConfig(process.env);
  const pageFolder = fileURLToPath(new URL('../page', import.meta.url));
  const callSystem = createCallSystem(Date.now);
  const server = createBank(config, { pageFolder, log: (line) => process.stderr.write(`${line}\n`), callSystem });
  process.on('message', (told: { kind?: string } & Partial<CompanyKey>) => {
    if (told.kind !== 'company' || !told.keyId || !told.secret) return;
    callSystem.use({ keyId: told.keyId, secret: told.secret });
    process.send?.({ kind: 'ready' });
  });

  const stop = () => {
    server.close(() => process.exit());
    server.closeAllConnections();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  if (process.send) process.once('disconnect', stop);

  server.once('error', (error: NodeJS.ErrnoException) => {
    fail(
      error.code === 'EADDRINUSE'
        ? `Port ${config.port} is in use: the demo bank cannot listen there.`
        : `The demo bank cannot listen on port ${config.port}: ${error.message}.`,
    );
  });
  server.listen(config.port, config.host, () => {
    const url = `http://${config.host}:${(server.address() as AddressInfo).port}`;
    process.send?.({ kind: 'listening', url });
    process.stdout.write(`Meridian Bank is at ${url}\n`);
  });
}

function fail(message: string): void {
  process.send?.({ kind: 'failed', message });
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
  if (process.connected) process.disconnect();
}

try {
  main();
} catch (error) {
  fail(error instanceof Error ? error.message : String(error));
}
