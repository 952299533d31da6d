/** @jsxImportSource preact */
import { LIMITS } from '@alongside/protocol/constants';
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useObservable, useWidget } from '../context.ts';
import { isPicture } from '../logic/pick-files.ts';
import { Icon } from './icons.tsx';
import { Tray } from './tray.tsx';
import { useDrop, useFiles } from './use-files.ts';
import { useFocusOnEnter } from './use-focus-on-enter.ts';

/** The limit is mentioned from here on. */
const HINT_FROM = LIMITS.textCharacters - 500;

export function Composer() {
  const { alongside, config, drafts, pictures, t, ui } = useWidget();
  const { conversation } = alongside;
  const id = useObservable(conversation.status).id ?? '';
  const { sheet } = useObservable(ui);
  const [text, setText] = useState(() => drafts.read(id));
  const { tray, problem, add, remove, clear } = useFiles();
  const picker = useRef<HTMLInputElement>(null);
  const field = useFocusOnEnter<HTMLTextAreaElement>(!sheet);
  const addLater = useRef(add);
  addLater.current = add;
  const dragging = useDrop(useCallback((files: Iterable<File>) => addLater.current(files), []));

  const left = LIMITS.textCharacters - text.length;
  const canSend = left >= 0 && (text.trim() !== '' || tray.length > 0);
  const takesFiles = config.files.mediaTypes.length > 0;

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  const write = (next: string) => {
    setText(next);
    drafts.write(id, next);
  };
  const send = () => {
    if (!canSend) return;
    const words = text.trim();
    // A single file takes the words along as its caption; several keep them apart.
    const caption = tray.length === 1 && words !== '' ? { caption: words } : {};
    for (const { file } of tray) {
      const sending = conversation.sendFile({ name: file.name, mediaType: file.type, data: file }, caption);
      if (isPicture(file.type)) pictures.keep(sending.clientId, file);
    }
    if (words !== '' && tray.length !== 1) conversation.sendText(words);
    conversation.setTyping(false);
    write('');
    clear();
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends an input method's composition (Vietnamese, Japanese …) is not ours.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = event.clipboardData?.files;
    if (!takesFiles || !files || files.length === 0) return;
    event.preventDefault();
    add(files);
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {problem && (
        <p class="composer-problem" role="alert">
          {problem}
        </p>
      )}
      <Tray files={tray} onRemove={remove} />
      <div class="composer-row">
        {takesFiles && (
          <>
            <button
              type="button"
              class="round"
              aria-label={t('composer.attach')}
              title={t('composer.attach')}
              onClick={() => picker.current?.click()}
            >
              <Icon name="attach" />
            </button>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              accept={config.files.mediaTypes.join(',')}
              onChange={(event) => {
                add(event.currentTarget.files ?? []);
                event.currentTarget.value = '';
              }}
            />
          </>
        )}
        <textarea
          ref={field}
          class="composer-field"
          rows={1}
          value={text}
          // An empty field would fall back to left-to-right and take the placeholder along.
          dir={text ? 'auto' : undefined}
          enterkeyhint="send"
          aria-label={t('composer.label')}
          placeholder={t('composer.placeholder')}
          aria-describedby={text.length > HINT_FROM ? 'composer-left' : undefined}
          aria-invalid={left < 0}
          onInput={(event) => {
            write(event.currentTarget.value);
            conversation.setTyping(true);
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <button
          type="submit"
          class="round send"
          aria-label={t('composer.send')}
          title={t('composer.send')}
          aria-disabled={!canSend}
        >
          <Icon name="send" flips />
        </button>
      </div>
      {text.length > HINT_FROM && (
        <p id="composer-left" class={left < 0 ? 'composer-left over' : 'composer-left'} role="status">
          {left < 0 ? t('composer.over', { count: -left }) : t('composer.left', { count: left })}
        </p>
      )}
      {dragging && takesFiles && <div class="drop">{t('composer.drop')}</div>}
    </form>
  );
}
