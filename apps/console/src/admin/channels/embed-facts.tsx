import type { ChannelView } from '@alongside/protocol';
import { useConsole } from '../../hooks/use-console.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { CopyList } from '../kit/copy-list.tsx';
import { Group } from '../kit/group.tsx';
import { useAdmin } from '../kit/texts.ts';

/** What an app is built with to reach this channel. Nothing of it is secret. */
export function EmbedFacts({ channel }: { readonly channel: ChannelView }) {
  const { a } = useAdmin();
  const { client } = useConsole();
  const { data: brandId } = useRequest('admin-brand', async () => (await client.call('listChannels')).brandId);
  const { origin } = location;
  const facts = [
    { name: a('channels.brand'), value: brandId == null ? null : String(brandId) },
    { name: a('channels.id'), value: channel.id },
    { name: a('channels.address'), value: `${origin}/chat` },
    { name: a('channels.socket'), value: `${origin.replace(/^http/, 'ws')}/chat/socket` },
  ];
  return (
    <Group title={a('channels.embed')} text={a('channels.embed.text')}>
      <CopyList values={facts} />
    </Group>
  );
}
