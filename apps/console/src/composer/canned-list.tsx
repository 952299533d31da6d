import { useEffect, useRef } from 'react';
import { useTexts } from '../i18n/use-language.ts';
import type { Canned } from './use-canned.ts';

export const CANNED_LIST = 'canned-list';
export const cannedOption = (id: string) => `canned-${id}`;

/** The prepared replies that fit. The keyboard stays in the field; the field says which line is meant. */
export function CannedList({ canned }: { readonly canned: Canned }) {
  const t = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const { query, replies, none, active } = canned;
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  if (!query) return null;
  return (
    <div className="canned">
      {replies.length === 0 ? (
        <p className="canned-none" role="status">
          {none ? t('canned.empty') : t('canned.none', { query: query.query })}
        </p>
      ) : (
        <div
          ref={list}
          className="canned-list"
          role="listbox"
          tabIndex={0}
          id={CANNED_LIST}
          aria-label={t('canned.label')}
        >
          {replies.map((reply, index) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active line.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field's keys choose.
            <div
              key={reply.id}
              id={cannedOption(reply.id)}
              role="option"
              aria-selected={index === active}
              className="canned-option"
              onPointerMove={() => canned.point(index)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => canned.choose(reply)}
            >
              <span className="canned-shortcut" dir="ltr">
                /{reply.shortcut}
              </span>
              <span className="canned-title">{reply.title}</span>
              <span className="canned-text" dir="auto">
                {reply.text}
              </span>
            </div>
          ))}
        </div>
      )}
      <p className="canned-hint" aria-hidden="true">
        {t('canned.hint')}
      </p>
    </div>
  );
}
