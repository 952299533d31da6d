import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = new URL('../../..', import.meta.url).pathname;
const run = promisify(execFile);
const tell = (error: { stdout?: string; stderr?: string }) => {
  throw new Error(`${error.stdout ?? ''}\n${error.stderr ?? ''}`);
};

const CONSUMER = `
import { createAlongside, AlongsideError, type Message, type OnlineHelpChatState } from '@alongside/sdk';
import { createAgentClient } from '@alongside/sdk/agent';
import type { Calls } from '@alongside/sdk/calls';
import type { ChannelClient } from '@alongside/sdk/channel';
import type { Softphone } from '@alongside/sdk/phone';
import type * as pushWorker from '@alongside/sdk/push-worker';
import { createVideoHelp, type VideoCallState } from '@alongside/sdk/video-help';
import type * as visitor from '@alongside/sdk/visitor';

const client = createAlongside({ url: 'https://help.example', tenant: 'demo' });
client.subscribeToOnlineHelpChatStateEvent((state: OnlineHelpChatState) => state === 'CHAT_ENDED');
client.conversation.messages.subscribe((messages: readonly Message[]) => messages[0]?.from.kind === 'agent');
const { accepted } = client.conversation.sendText('hi');
accepted.then(({ seq }) => seq.toFixed(), (error) => error instanceof AlongsideError && error.correctiveAction);
const config = await client.getWidgetConfig();
// @ts-expect-error: the shapes of the wire are known, not any
config.nothingOfTheKind;
const agent = createAgentClient({ url: '', credentials: 'cookie' });
const contact = await agent.call('acceptOffer', { params: { contactId: 'x' }, body: { epoch: 1 } });
const state: 'waiting' | 'offered' | 'active' | 'wrap_up' | 'ended' = contact.state as never;
// @ts-expect-error: nor are its requests
await agent.call('acceptOffer', { params: { contactId: 'x' }, body: { epoch: 'one' } });
// @ts-expect-error: nor are its addresses
await agent.call('noSuchOperation');
const video = createVideoHelp({ alongside: client });
video.subscribeToVideoCallStateEvent((now: VideoCallState) => now === 'CALL_ACTIVITY_DESTROYED');
const calls: Calls = video.calls;
// @ts-expect-error: an entry's own types are there, not any
calls.nothingOfTheKind;
export type Others = [ChannelClient, Softphone, typeof pushWorker, typeof visitor];
export { state };
`;

it('the package, packed and installed in an empty folder without a network, type-checks and runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'alongside-consumer-'));
  try {
    await run(process.execPath, ['scripts/build.mjs', 'sdk', 'sdk types'], { cwd: root }).catch(tell);
    await run('npm', ['pack', '--pack-destination', folder, '--silent', '--ignore-scripts'], {
      cwd: join(root, 'packages/sdk'),
    }).catch(tell);
    const [tarball = ''] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'));
    await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--silent', `./${tarball}`], {
      cwd: folder,
    }).catch(tell);
    expect(await readdir(join(folder, 'node_modules'))).toEqual(expect.not.arrayContaining(['typebox']));
    await writeFile(join(folder, 'consumer.ts'), CONSUMER);
    for (const moduleResolution of ['Bundler', 'NodeNext']) {
      const module = moduleResolution === 'Bundler' ? 'ESNext' : 'NodeNext';
      const compilerOptions = { module, moduleResolution, target: 'ES2023', strict: true, noEmit: true, types: [] };
      await writeFile(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck: false }, files: ['consumer.ts'] }),
      );
      await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]).catch(tell);
    }
    const shows = "import('@alongside/sdk').then((sdk) => console.log(typeof sdk.createAlongside))";
    const { stdout } = await run(process.execPath, ['-e', shows], { cwd: folder });
    expect(stdout.trim()).toBe('function');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 180_000);
