import type { ChannelSettings } from '@alongside/protocol';
import type { Configuration } from './administration.ts';
import type { Means } from './plan.ts';
import type { References } from './references.ts';
import { differences, type Step } from './steps.ts';
import type { ChannelInFile } from './tenant-file.ts';

const newChannel: Omit<ChannelSettings, 'id' | 'name'> = {
  mode: 'multi',
  identity: 'anonymous',
  openId: null,
  queueId: null,
  hoursId: null,
  needsAgents: false,
  files: {
    enabled: true,
    maxMegabytes: 20,
    types: [
      { mimeType: 'image/*', description: 'Pictures' },
      { mimeType: 'application/pdf', description: 'PDF' },
      { mimeType: 'text/plain', description: 'Text' },
    ],
  },
  preContactForm: null,
  contactFields: [],
  customerFields: [],
  transcript: true,
  proactive: true,
  welcomeText: null,
};

/** Found by its id where the file says one, since apps are built with it, else by its name. */
export function wantedChannel(
  channel: ChannelInFile,
  now: Configuration,
  references: References,
  means: Means,
): ChannelSettings {
  const { id, queue, hours, ...plain } = channel;
  const found = now.channels.find((one) =>
    id === undefined ? one.name.toLowerCase() === channel.name.toLowerCase() : one.id === id,
  );
  const { openIdSecretSet: _set, ...before } = found ?? { ...newChannel, openIdSecretSet: false };
  const where = `channel "${channel.name}"`;
  return {
    ...before,
    ...plain,
    id: id ?? found?.id ?? `chat_${means.uuid()}`,
    ...(queue === undefined ? {} : { queueId: queue === null ? null : references.queue(queue, where, 'fills') }),
    ...(hours === undefined ? {} : { hoursId: hours === null ? null : references.hours(hours, where) }),
  };
}

export function channelSteps(wanted: readonly ChannelSettings[], now: Configuration): Step[] {
  return wanted.flatMap(({ id, ...body }): Step[] => {
    const found = now.channels.find((one) => one.id === id);
    const changes = found ? differences(found, body) : [];
    if (found && changes.length === 0) return [];
    const run: Step['run'] = ({ call }) => call('PUT', `/v1/channels/${id}`, body).then(() => null);
    return [{ sign: found ? '~' : '+', what: `channel "${body.name}"`, changes, run }];
  });
}
