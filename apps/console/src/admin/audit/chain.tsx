import type { AuditVerdict } from '@alongside/protocol';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useConsole } from '../../hooks/use-console.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { RefusalNote } from '../kit/form-frame.tsx';
import { useAdmin } from '../kit/texts.ts';
import { useAct } from '../kit/use-act.ts';

/** Has the server walk along the chain of records and says what it found. */
export function Chain() {
  const { a } = useAdmin();
  const { client } = useConsole();
  const [verdict, setVerdict] = useState<AuditVerdict | null>(null);
  const act = useAct();
  const verify = () => act.run(async () => setVerdict(await client.call('verifyAudit')));
  return (
    <div className="chain">
      <button type="button" className="as-button dense" aria-disabled={act.busy} onClick={() => void verify()}>
        {act.busy ? <Spinner /> : <ShieldCheck size={16} aria-hidden="true" />}
        {a('audit.verify')}
      </button>
      <div role="status">
        {verdict && (
          <div className="answer" data-good={verdict.sound}>
            <p>
              {!verdict.sound && <ShieldAlert size={16} aria-hidden="true" />}
              {verdict.sound
                ? a('audit.sound', { count: verdict.records })
                : a('audit.broken', {
                    seq: verdict.firstBroken?.seq ?? 0,
                    why: a(`audit.why.${verdict.firstBroken?.why ?? 'changed'}`),
                  })}
            </p>
            {verdict.head && (
              <p className="code">{a('audit.head', { seq: verdict.head.seq, hash: verdict.head.hash })}</p>
            )}
          </div>
        )}
      </div>
      {act.refusal && <RefusalNote refusal={act.refusal} />}
    </div>
  );
}
