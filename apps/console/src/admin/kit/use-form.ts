import { useEffect, useRef, useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { emptyNumbers, type Faults, faultAt, sameValue } from './form-model.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { useAdmin } from './texts.ts';

export interface Form<T extends object> {
  readonly value: T;
  set(patch: Partial<T>): void;
  readonly dirty: boolean;
  readonly busy: boolean;
  fault(path: string): string | null;
  readonly refusal: Refusal | null;
  save(): Promise<void>;
  discard(): void;
}

interface FormOptions<T extends object> {
  /** The address of this form's page, as `queues/<id>`: a draft is kept under it while one is elsewhere. */
  readonly at: string;
  /** How the thing is called in "changes to … are kept". */
  readonly what: string;
  readonly base: T;
  readonly check?: (value: T) => Faults;
  readonly save: (value: T) => Promise<void>;
}

/** One thing's form: its draft outlives a look at a chat, and a refusal stands at the field that it is about. */
export function useForm<T extends object>({ at, what, base, check, save }: FormOptions<T>): Form<T> {
  const { cache, notices, go } = useConsole();
  const language = useAdmin();
  const key = `admin-draft:${at}`;
  const [draft, setDraft] = useState<T | null>(() => (cache.get(key) as T | undefined) ?? null);
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const value = draft ?? base;
  const dirty = draft !== null && !sameValue(draft, base);

  const keep = (next: T | null) => {
    if (next === null) cache.delete(key);
    else cache.set(key, next);
    setDraft(next);
  };
  useEffect(() => {
    if (!dirty) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', hold);
    return () => removeEventListener('beforeunload', hold);
  }, [dirty]);

  // A call that cannot wait takes one to a chat in the middle of a form: the draft stays, and the way back is offered.
  const leaving = useRef({ dirty, what, language, go });
  leaving.current = { dirty, what, language, go };
  useEffect(
    () => () => {
      const now = leaving.current;
      if (!now.dirty || !cache.has(key)) return;
      notices.show('info', () => now.language.a('form.kept', { what: now.what }), {
        action: { label: () => now.language.a('form.goon'), run: () => now.go.openPage('admin', at) },
      });
    },
    [cache, key, notices, at],
  );

  return {
    value,
    dirty,
    busy,
    refusal,
    fault: (path) => faultAt(faults, path),
    set(patch) {
      setFaults({});
      setRefusal(null);
      keep({ ...value, ...patch });
    },
    discard() {
      setFaults({});
      setRefusal(null);
      keep(null);
    },
    async save() {
      if (busy) return;
      const required = Object.fromEntries(emptyNumbers(value).map((path) => [path, language.a('form.required')]));
      const found = { ...required, ...check?.(value) };
      setFaults(found);
      setRefusal(null);
      if (Object.keys(found).length > 0) return;
      setBusy(true);
      leaving.current.dirty = false;
      cache.delete(key);
      try {
        await save(value);
        setDraft(null);
      } catch (error) {
        cache.set(key, value);
        const refused = refusalOf(error, language);
        setRefusal(refused);
        if (refused.path) setFaults({ [refused.path]: refused.text });
      } finally {
        setBusy(false);
      }
    },
  };
}
