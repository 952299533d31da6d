import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { type Refusal, refusalOf } from './refusal.ts';
import { type AdminTexts, useAdmin } from './texts.ts';

export interface Act {
  readonly busy: boolean;
  readonly refusal: Refusal | null;
  /** Does it, says so, and keeps the refusal if there was one. True when it is done. */
  run(task: () => Promise<void>, done?: (a: AdminTexts) => string, undo?: () => Promise<void>): Promise<boolean>;
  forget(): void;
}

/** One act beside a form: once at a time, with what came of it. */
export function useAct(): Act {
  const { notices } = useConsole();
  const language = useAdmin();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  return {
    busy,
    refusal,
    forget: () => setRefusal(null),
    async run(task, done, undo) {
      if (busy) return false;
      setBusy(true);
      setRefusal(null);
      try {
        await task();
        if (done)
          notices.show(
            'success',
            () => done(language.a),
            undo && {
              action: { label: () => language.a('form.undo'), run: () => void undo().catch(notices.failure) },
            },
          );
        return true;
      } catch (error) {
        setRefusal(refusalOf(error, language));
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
