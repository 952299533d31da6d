import type { CannedReply } from '@alongside/protocol';
import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react';
import { useConsole } from '../hooks/use-console.ts';
import { useRequest } from '../hooks/use-request.ts';
import { type CannedQuery, cannedQueryAt, fillReply, insertReply, matchReplies } from './canned.ts';

export interface Canned {
  readonly query: CannedQuery | null;
  readonly replies: readonly CannedReply[];
  readonly none: boolean;
  readonly active: number;
  readonly choose: (reply: CannedReply) => void;
  readonly point: (index: number) => void;
  /** Looks where the caret stands now. */
  readonly look: () => void;
  readonly close: () => void;
  /** Types the slash, for those who use the pointer. */
  readonly begin: () => void;
  /** True when the key was for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

interface CannedOptions {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly names: { readonly name: string; readonly agent: string };
  readonly enabled: boolean;
}

/** Prepared replies by their shortcut: `/` opens the list, more letters narrow it. */
export function useCanned({ field, text, setText, names, enabled }: CannedOptions): Canned {
  const { client } = useConsole();
  const { data } = useRequest(enabled ? 'canned-replies' : null, () => client.call('listCannedReplies'));
  const [query, setQuery] = useState<CannedQuery | null>(null);
  const [active, setActive] = useState(0);
  const [caret, setCaret] = useState<number | null>(null);
  const all = data?.replies ?? [];
  const replies = query ? matchReplies(all, query.query) : [];

  // The caret can be set only after the text has been drawn.
  useEffect(() => {
    if (caret === null) return;
    field.current?.setSelectionRange(caret, caret);
    field.current?.focus();
    setCaret(null);
  }, [caret, field]);

  const look = () => {
    const element = field.current;
    const caretNow = element && element.selectionStart === element.selectionEnd ? element.selectionStart : null;
    const next = enabled && element && caretNow !== null ? cannedQueryAt(element.value, caretNow) : null;
    if (next?.from !== query?.from || next?.query !== query?.query) {
      setQuery(next);
      setActive(0);
    }
  };
  const close = () => setQuery(null);
  const choose = (reply: CannedReply) => {
    if (!query) return;
    const end = query.from + 1 + query.query.length;
    const inserted = insertReply(text, end, query, fillReply(reply.text, names));
    setText(inserted.text);
    setCaret(inserted.caret);
    close();
  };
  const begin = () => {
    const at = field.current?.selectionStart ?? text.length;
    const gap = at > 0 && !/\s/.test(text[at - 1] ?? '') ? ' ' : '';
    setText(`${text.slice(0, at)}${gap}/${text.slice(at)}`);
    setCaret(at + gap.length + 1);
    setQuery({ from: at + gap.length, query: '' });
    setActive(0);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (!query) return false;
    if (event.key === 'Escape') close();
    else if (replies.length === 0) return false;
    else if (event.key === 'ArrowDown') setActive((active + 1) % replies.length);
    else if (event.key === 'ArrowUp') setActive((active - 1 + replies.length) % replies.length);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(replies[active] as CannedReply);
    else return false;
    event.preventDefault();
    return true;
  };
  const none = all.length === 0;
  return { query, replies, none, active, choose, point: setActive, look, close, begin, onKey };
}
