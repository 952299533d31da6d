import { X } from 'lucide-react';
import { text } from '../messages/texts.ts';
import type { Notice } from '../state/phone.ts';

export function NoticeBar({ notice, onClose }: { readonly notice: Notice; readonly onClose: () => void }) {
  const words = notice.key ? text(notice.key) : notice.text || text('problem.other');
  return (
    <div className={`notice ${notice.kind}`} role={notice.kind === 'problem' ? 'alert' : 'status'}>
      <span>{words}</span>
      <button type="button" aria-label={text('notice.close')} onClick={onClose}>
        <X aria-hidden size={18} />
      </button>
    </div>
  );
}
