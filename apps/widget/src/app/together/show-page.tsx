/** @jsxImportSource preact */
import { catalogueLocale, createTranslator } from '@alongside/design';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import type { FrameMessage } from '../../bridge/messages.ts';
import type { WidgetContext } from '../context.ts';
import { Confirm } from '../parts/confirm.tsx';
import { SHOW_TEXTS } from './show-texts.ts';

export type ShowPageOptions = {
  readonly widget: WidgetContext;
  readonly locale: string;
  /** To the host page, which takes part with the token. */
  readonly tell: (message: FrameMessage) => void;
};

/** Asks the customer whether to show the page; with a yes a session begins, and an agent of the conversation can join it. */
export function askToShowPage(options: ShowPageOptions): void {
  const place = document.createElement('div');
  document.body.append(place);
  const close = () => {
    render(null, place);
    place.remove();
  };
  render(<ShowPage {...options} close={close} />, place);
}

function ShowPage({ widget, locale, tell, close }: ShowPageOptions & { close: () => void }) {
  const { alongside, config, hide } = widget;
  const [failed, setFailed] = useState(false);
  const t = createTranslator(SHOW_TEXTS[catalogueLocale(locale)], locale);
  const show = async () => {
    try {
      const path = `/v1/conversations/${alongside.help.get().conversationId}/cobrowse`;
      const { cid, sessionToken } = await alongside.line.json<{ cid: string; sessionToken: string }>('POST', path);
      tell({ t: 'together', cid, sessionToken });
      close();
      // What covers the page cannot be looked at together.
      hide();
    } catch {
      setFailed(true);
    }
  };
  return (
    <Confirm
      title={t('title')}
      text={failed ? t('failed') : t('text', { tenant: config.name })}
      stay={t('stay')}
      go={t('go')}
      onStay={close}
      onGo={() => void show()}
    />
  );
}
