/** @jsxImportSource preact */
import { catalogueLocale, createTranslator } from '@alongside/design';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FrameMessage } from '../../bridge/messages.ts';
import { useObservable, type WidgetContext } from '../context.ts';
import { openOffer } from './open-offer.ts';
import css from './offers.css?inline';
import { running } from './running.ts';
import { TOGETHER_TEXTS } from './texts.ts';

interface OffersOptions {
  readonly widget: WidgetContext;
  readonly locale: string;
  /** To the host page: its tagged pages take part with the token. */
  readonly tell: (message: FrameMessage) => void;
  readonly show: () => void;
}

/** Draws an agent's offer over the chat, and lets the pages of further tabs take part in what goes on; loaded once there is either. */
export function drawOffers(options: OffersOptions): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const place = document.createElement('div');
  document.body.append(place);
  render(<Offers {...options} />, place);
}

function Offers({ widget, locale, tell, show }: OffersOptions) {
  const { alongside, ui } = widget;
  const timeline = useObservable(alongside.conversation.timeline);
  const { conversationId } = useObservable(alongside.help);
  const { view } = useObservable(ui);
  const [answered, setAnswered] = useState('');
  const [failed, setFailed] = useState(false);
  const t = createTranslator(TOGETHER_TEXTS[catalogueLocale(locale)], locale);
  const offer = openOffer(timeline);
  const open = offer !== null && offer.cid !== answered;
  const cid = open ? offer.cid : null;
  useEffect(() => {
    if (cid !== null) show();
  }, [cid, show]);
  const on = running(timeline);
  const news = on === null ? '' : `${on.cid} ${on.news}`;
  useEffect(() => {
    // Without a token: this page asks the other tabs for it, and is told so again when somebody can have it. One that takes part already does nothing.
    if (on !== null) tell({ t: 'together', cid: on.cid, sessionToken: '' });
  }, [news]);
  if (!open || view !== 'open') return null;

  const answer = async (accept: boolean) => {
    const path = `/v1/conversations/${conversationId}/cobrowse/${offer.cid}/${accept ? 'accept' : 'decline'}`;
    setFailed(false);
    try {
      const given = await alongside.line.json<{ cid: string; sessionToken: string }>('POST', path);
      setAnswered(offer.cid);
      if (accept) tell({ t: 'together', cid: given.cid, sessionToken: given.sessionToken });
    } catch {
      setFailed(true);
    }
  };
  return (
    <section class="together-offer" role="alertdialog" aria-labelledby="together-offer">
      <p id="together-offer">{t('offer', { name: offer.agent })}</p>
      <p class="together-offer-more">{t('more')}</p>
      {failed && <p role="alert">{t('failed')}</p>}
      <div class="together-offer-acts">
        <button type="button" class="as-button" onClick={() => void answer(false)}>
          {t('no')}
        </button>
        <button type="button" class="as-button as-button-main" onClick={() => void answer(true)}>
          {t('yes')}
        </button>
      </div>
    </section>
  );
}
