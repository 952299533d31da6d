import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the demo.json that tells where everything is. */
    demoJson: string;
    /** UDP port on which the server speaks SIP; 0: a given one that does not say. */
    sipPort: number;
  }
}

const MAIN = 'apps/server/dist/main.js';
const START_MS = 60_000;

/**
 * The server that the suites speak to: the one that ALONGSIDE_DEMO_JSON describes, or one of our own with a demo tenant in a folder of its own,
 * stopped and removed in the end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.ALONGSIDE_DEMO_JSON;
  if (given) {
    if (!existsSync(given)) throw new Error(`ALONGSIDE_DEMO_JSON names ${given}, which is not there.`);
    project.provide('demoJson', given);
    project.provide('sipPort', Number(process.env.ALONGSIDE_SIP_PORT ?? 0));
    return async () => {};
  }
  const main = join(project.config.root, MAIN);
  if (!existsSync(main)) throw new Error(`${MAIN} is not built; run \`npm run build\`, or set ALONGSIDE_DEMO_JSON.`);
  const data = mkdtempSync(join(tmpdir(), 'alongside-conformance-'));
  const sipPort = await freePort();
  const words = ['--data', data, '--port', '0', '--log', 'stderr', '--sip', `udp:127.0.0.1:${sipPort}`];
  const child = spawn(process.execPath, [main, 'serve', '--demo', ...words], {
    // The suites do in a minute what an office does in a day.
    env: { ...process.env, ALONGSIDE_RATE_SCALE: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  const ready = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-8000);
      if (/ is ready /.test(said)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${said}`)));
    child.once('error', reject);
    setTimeout(() => reject(new Error(`The server was not ready in ${START_MS} ms:\n${said}`)), START_MS).unref();
  });
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  await ready.catch(async (error) => {
    await stop();
    throw error;
  });
  project.provide('demoJson', join(data, 'demo.json'));
  project.provide('sipPort', sipPort);
  return stop;
}

/** Free now, on loopback. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => socket.close(() => resolve()));
  return port;
}
