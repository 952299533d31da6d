import type { ChannelView } from '@alongside/protocol';
import { CopyButton } from '../../details/copy-button.tsx';
import { useConsole } from '../../hooks/use-console.ts';
import { useRequest } from '../../hooks/use-request.ts';
import { useAdmin } from '../kit/texts.ts';

/** What an app is built with to reach this channel. Nothing of it is secret. */
export function EmbedFacts({ channel }: { readonly channel: ChannelView }) {
  const { a } = useAdmin();
  const { client } = useConsole();
  const { data: brandId } = useRequest('admin-brand', async () => (await client.call('listChannels')).brandId);
  const { origin } = location;
  const facts = [
    { name: a('channels.brand'), value: brandId === undefined || brandId === null ? '…' : String(brandId) },
    { name: a('channels.id'), value: channel.id },
    { name: a('channels.address'), value: `${origin}/chat` },
    { name: a('channels.socket'), value: `${origin.replace(/^http/, 'ws')}/chat/socket` },
  ];
  return (
    <section className="group" aria-label={a('channels.embed')}>
      <h2 className="group-title">{a('channels.embed')}</h2>
      <p className="as-hint">{a('channels.embed.text')}</p>
      <dl className="secrets">
        {facts.map(({ name, value }) => (
          <div key={name} className="secret">
            <dt className="as-label">{name}</dt>
            <dd>
              <code className="secret-value">{value}</code>
              <CopyButton what={name} text={value} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
