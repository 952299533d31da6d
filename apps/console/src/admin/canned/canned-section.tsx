import type { CannedReply } from '@alongside/protocol';
import { MessageSquareText } from 'lucide-react';
import { useState } from 'react';
import { fillReply } from '../../composer/canned.ts';
import { useConsole, useConsoleState } from '../../hooks/use-console.ts';
import { AdminFrame } from '../kit/admin-frame.tsx';
import { AreaRow, TextRow } from '../kit/fields.tsx';
import { FormFrame } from '../kit/form-frame.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Missing } from '../kit/missing.tsx';
import { useAdmin } from '../kit/texts.ts';
import { ThingList } from '../kit/thing-list.tsx';
import { useAct } from '../kit/use-act.ts';
import { useForm } from '../kit/use-form.ts';
import { useKept, useList } from '../kit/use-lists.ts';
import type { SectionProps } from '../sections.ts';

/** Replies that agents insert with "/". */
export function CannedSection({ id }: SectionProps) {
  const { a } = useAdmin();
  const canned = useList<CannedReply>('canned');
  const reply = canned.data?.find((one) => one.id === id);
  return (
    <AdminFrame section="canned" thing={id === null ? null : (reply?.title ?? a('canned.add'))}>
      <Loaded of={{ canned }}>
        {(data) => {
          if (id === 'new') return <CannedForm reply={null} />;
          if (id !== null) return reply ? <CannedForm reply={reply} /> : <Missing section="canned" />;
          return (
            <ThingList
              section="canned"
              icon={MessageSquareText}
              label={a('section.canned')}
              add={a('canned.add')}
              empty={{ title: a('canned.empty'), text: a('canned.empty.text') }}
              things={data.canned.map(({ id: replyId, shortcut, title, text }) => ({
                id: replyId,
                name: title,
                facts: text,
                tags: [`/${shortcut}`],
                words: shortcut,
              }))}
            />
          );
        }}
      </Loaded>
    </AdminFrame>
  );
}

function CannedForm({ reply }: { readonly reply: CannedReply | null }) {
  const { a } = useAdmin();
  const { client, go, notices, cache } = useConsole();
  const kept = useKept('canned');
  const act = useAct();
  const agent = useConsoleState(({ session }) => (session.phase === 'signed-in' ? session.me.name : ''));
  const [id] = useState(() => reply?.id ?? crypto.randomUUID());
  const save = async (body: Omit<CannedReply, 'id'>) => {
    const saved = await client.call('saveCannedReply', { params: { id }, body });
    kept.put(saved);
    cache.delete('canned');
    return saved;
  };
  const form = useForm({
    at: `canned/${reply?.id ?? 'new'}`,
    what: reply?.title ?? a('canned.add'),
    base: { title: reply?.title ?? '', shortcut: reply?.shortcut ?? '', text: reply?.text ?? '' },
    check: ({ title, shortcut, text }) => ({
      ...(title.trim() === '' && { title: a('form.required') }),
      ...(/^[\p{L}\p{N}_-]+$/u.test(shortcut) ? {} : { shortcut: a('canned.shortcut.wrong') }),
      ...(text.trim() === '' && { text: a('form.required') }),
    }),
    async save(body) {
      const saved = await save(body);
      notices.show('success', () => a('form.saved', { name: saved.title }));
      go.openPage('admin', 'canned', true);
    },
  });
  const remove = () =>
    act.run(
      async () => {
        await client.call('deleteCannedReply', { params: { id } });
        form.discard();
        kept.remove(id);
        go.openPage('admin', 'canned', true);
      },
      (texts) => texts('form.deleted', { name: reply?.title ?? '' }),
      async () => {
        if (!reply) return;
        const { id: _, ...body } = reply;
        await save(body);
        go.openPage('admin', `canned/${id}`);
      },
    );
  const preview = fillReply(form.value.text, { name: a('canned.sample'), agent });
  return (
    <FormFrame
      form={form}
      label={reply?.title ?? a('canned.add')}
      fresh={reply === null}
      list="canned"
      more={
        reply && (
          <button type="button" className="as-button dense form-delete" onClick={() => void remove()}>
            {a('form.delete')}
          </button>
        )
      }
    >
      <TextRow form={form} at="title" label={a('canned.title')} maxLength={80} />
      <TextRow
        form={form}
        at="shortcut"
        label={a('canned.shortcut')}
        hint={a('canned.shortcut.hint', { word: form.value.shortcut || a('canned.shortcut.sample') })}
        maxLength={32}
        autoCapitalize="none"
        spellCheck={false}
      />
      <AreaRow
        form={form}
        at="text"
        label={a('canned.text')}
        hint={a('canned.text.hint', { nameSign: '{name}', agentSign: '{agent}' })}
        maxLength={2000}
        rows={5}
      />
      <section className="preview" aria-label={a('canned.preview')}>
        <h2 className="as-label">{a('canned.preview')}</h2>
        <p className="preview-bubble" dir="auto">
          {preview || a('canned.preview.empty')}
        </p>
      </section>
    </FormFrame>
  );
}
