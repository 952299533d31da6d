/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import { useObservable } from '../context.ts';
import { Dialog } from '../parts/dialog.tsx';
import type { Kind } from './calls-ui.tsx';
import { useCall, useOther } from './context.ts';
import { CallIcon } from './icons.tsx';

/** From the chat to a call: with the browser's question explained. */
export function StartDialog({ kinds, onClose }: { kinds: readonly Kind[]; onClose: () => void }) {
  const { control, c } = useCall();
  const name = useOther();
  const { asked, failed, problem } = useObservable(control.ui);
  const [kind, setKind] = useState<'voice' | 'video'>('voice');
  const start = (chosen: 'voice' | 'video') => {
    setKind(chosen);
    void control.start(chosen).then(() => {
      if (!control.ui.get().failed && control.ui.get().asked === 'ready') onClose();
    });
  };
  const text = problem
    ? c(`refused.${problem.code === 'dismissed' ? 'permission_denied' : problem.code}`, {
        device: c(`device.${problem.source}`),
      })
    : failed
      ? c('start.failed')
      : c(asked === 'asking' ? 'allow.asking' : `prepare.${kind}.text`);
  return (
    <Dialog title={c('stage.with', { name })} text={text} onStay={onClose}>
      <div class="call-choices call-choices-column">
        {kinds.includes('VOICE_CALL') && (
          <button type="button" class="as-button" onClick={() => start('voice')}>
            <CallIcon name="phone" /> {c('start.voice')}
          </button>
        )}
        {kinds.includes('VIDEO_CALL') && (
          <button type="button" class="as-button" onClick={() => start('video')}>
            <CallIcon name="camera" /> {c('start.video')}
          </button>
        )}
        <button type="button" class="as-button as-button-quiet" onClick={onClose}>
          {c('incoming.decline')}
        </button>
      </div>
    </Dialog>
  );
}
