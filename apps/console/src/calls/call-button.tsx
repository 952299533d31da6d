import { Phone, Video } from 'lucide-react';
import { useObservable } from '../hooks/use-observable.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { useCallDesk, useCallTexts } from './use-calls.ts';
import './calls.css';

/** From the chat to a call: it rings at the customer, who may say no. */
export function CallButton({ conversationId }: { readonly conversationId: string }) {
  const texts = useCallTexts();
  const { desk } = useCallDesk();
  const { view } = useObservable(desk.ui);
  if (!desk.calls.isSupported || (view && view.state !== 'ended')) return null;
  const start = (kind: 'voice' | 'video') =>
    void desk.run('call:start', async () => {
      await desk.calls.local.on('microphone').catch(() => {});
      if (kind === 'video') await desk.calls.local.on('camera').catch(() => {});
      await desk.calls.start(conversationId, kind);
    });
  return (
    <fieldset className="call-start" aria-label={texts('start.label')}>
      <IconButton icon={Phone} label={texts('start.voice')} onPress={() => start('voice')} />
      <IconButton icon={Video} label={texts('start.video')} onPress={() => start('video')} />
    </fieldset>
  );
}
