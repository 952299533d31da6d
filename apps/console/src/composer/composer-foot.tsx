import { BookmarkPlus, MessageSquareQuote, Paperclip, SendHorizontal } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTexts } from '../i18n/use-language.ts';
import { IconButton } from '../ui/icon-button.tsx';

interface ComposerFootProps {
  readonly isNote: boolean;
  /** Characters that still fit; below zero there are too many. */
  readonly left: number;
  readonly ready: boolean;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onCanned: () => void;
  readonly onSend: () => void;
  /** Further ways to answer. */
  readonly children?: ReactNode;
}

const TELL_BELOW = 500;

/** What goes with the text, how much room is left, and the sending itself. */
export function ComposerFoot({ isNote, left, ready, onFiles, onCanned, onSend, children }: ComposerFootProps) {
  const t = useTexts();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="composer-foot">
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      {!isNote && (
        <>
          <IconButton icon={Paperclip} label={t('composer.attach')} onPress={() => picker.current?.click()} />
          <IconButton icon={MessageSquareQuote} label={t('canned.button')} keys={['/']} onPress={onCanned} />
          {children}
        </>
      )}
      <span className="composer-left" data-over={left < 0 || undefined} role="status">
        {left < TELL_BELOW && (left < 0 ? t('composer.over', { count: -left }) : t('composer.left', { count: left }))}
      </span>
      <button
        type="button"
        className={`as-button dense ${isNote ? 'button-note' : 'as-button-main'}`}
        aria-disabled={!ready}
        onClick={onSend}
      >
        {isNote ? (
          <BookmarkPlus size={16} aria-hidden="true" />
        ) : (
          <SendHorizontal size={16} className="as-flip" aria-hidden="true" />
        )}
        {t(isNote ? 'composer.save' : 'composer.send')}
      </button>
    </div>
  );
}
