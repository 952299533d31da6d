import { useEffect, useRef, useState } from 'react';
import { asError } from '../../errors/as-error.ts';
import { useConsole } from '../../hooks/use-console.ts';
import { emptyNumbers, type Faults, faultAt, remade, sameValue } from './form-model.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { useAdmin } from './texts.ts';
import { useVersions } from './versions.ts';

export interface Form<T extends object> {
  readonly value: T;
  set(patch: Partial<T>): void;
  readonly dirty: boolean;
  readonly busy: boolean;
  fault(path: string): string | null;
  readonly refusal: Refusal | null;
  /** Somebody else has saved meanwhile: reads their version, and makes one's own changes in it. null: nobody has. */
  readonly bringIn: (() => void) | null;
  /** Their version was brought in, and nothing is saved since. */
  readonly brought: boolean;
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

/** What is kept of a form under its address while one is elsewhere. */
interface Kept<T> {
  readonly draft: T;
  /** What was saved when the draft was begun. */
  readonly base: T;
  /** A newer base is waited for or is in the draft: what it has that one has not touched is taken over. */
  readonly brought: boolean;
}

/** One thing's form: its draft outlives a look at a chat, and a refusal stands at the field that it is about. */
export function useForm<T extends object>({ at, what, base, check, save }: FormOptions<T>): Form<T> {
  const { cache, notices, go } = useConsole();
  const language = useAdmin();
  const key = `admin-draft:${at}`;
  const versions = useVersions();
  const [kept, setKept] = useState<Kept<T> | null>(() => (cache.get(key) as Kept<T> | undefined) ?? null);
  const [busy, setBusy] = useState(false);
  const [faults, setFaults] = useState<Faults>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [overtaken, setOvertaken] = useState(false);
  const keep = (next: Kept<T> | null) => {
    if (next === null) cache.delete(key);
    else cache.set(key, next);
    setKept(next);
  };
  // Their version is here: one's own changes are made in it.
  const now =
    kept?.brought && !sameValue(kept.base, base) ? { ...kept, draft: remade(kept.base, kept.draft, base), base } : kept;
  useEffect(() => {
    if (now === kept) return;
    cache.set(key, now);
    setKept(now);
  });
  const value = now?.draft ?? base;
  const dirty = now !== null && !sameValue(now.draft, base);
  const clear = () => {
    setFaults({});
    setRefusal(null);
    setOvertaken(false);
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
    brought: now?.brought ?? false,
    bringIn:
      overtaken && versions
        ? () => {
            keep({ draft: value, base: now?.base ?? base, brought: true });
            versions.end(at);
            versions.reload();
          }
        : null,
    set(patch) {
      setFaults({});
      setRefusal(null);
      if (now === null) versions?.begin(at);
      keep({ base, brought: false, ...now, draft: { ...value, ...patch } });
    },
    discard() {
      const reload = overtaken;
      clear();
      keep(null);
      versions?.end(at);
      if (reload) versions?.reload();
    },
    async save() {
      if (busy) return;
      const required = Object.fromEntries(emptyNumbers(value).map((path) => [path, language.a('form.required')]));
      const found = { ...required, ...check?.(value) };
      clear();
      setFaults(found);
      if (Object.keys(found).length > 0) return;
      setBusy(true);
      leaving.current.dirty = false;
      cache.delete(key);
      try {
        await save(value);
        versions?.end(at);
        setKept(null);
      } catch (error) {
        if (now) cache.set(key, now);
        const refused = await explained(error);
        setRefusal(refused);
        if (refused.path) setFaults({ [refused.path]: refused.text });
      } finally {
        setBusy(false);
      }
    },
  };

  /** Whoever was faster is named, with the time. */
  async function explained(error: unknown): Promise<Refusal> {
    const refused = refusalOf(error, language);
    if (asError(error).code !== 'changed_meanwhile') return refused;
    setOvertaken(true);
    const last = await versions?.last(at);
    if (!last) return refused;
    const { a, formats } = language;
    return { ...refused, text: a('conflict.text', { name: last.changedBy, time: formats.dateTime(last.changedAt) }) };
  }
}
