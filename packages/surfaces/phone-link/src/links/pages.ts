import type { LinkAction, LinkFault } from './inner-link.ts';
import { phoneAddress } from './inner-link.ts';
import { textsFor } from './texts.ts';

export interface LinkPage {
  readonly status: number;
  readonly html: string;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function page(lang: string, title: string, body: string): string {
  return `<!doctype html>
<html lang="${lang}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="stylesheet" href="/phone-link.css">
<main>
${body}
</main>
</html>
`;
}

/** Asks before it goes on: the company's own app first, where this device could have it; the web phone else. What was asked is kept in the button. */
export function askPage(
  action: LinkAction,
  {
    language,
    store,
    phone,
  }: { readonly language: string; readonly store: string | null; readonly phone: string | null },
): LinkPage {
  const texts = textsFor(language);
  const parts = [`<h1>${texts.title}</h1>`, `<p>${texts[action.kind]}</p>`];
  if (phone !== null)
    parts.push(`<p><a class="main" href="${escaped(phone + phoneAddress(action))}">${texts.open}</a></p>`);
  if (store !== null)
    parts.push(`<p><a href="${escaped(store)}" rel="noreferrer">${texts.store}</a></p>`, `<p>${texts.afterStore}</p>`);
  if (phone === null && store === null) parts.push(`<p>${texts.notBuilt}</p>`);
  return {
    status: phone !== null || store !== null ? 200 : 404,
    html: page(texts.lang, texts.title, parts.join('\n')),
  };
}

export function faultPage(fault: LinkFault, language: string): LinkPage {
  const texts = textsFor(language);
  const body = `<h1>${texts.wrong}</h1>\n<p role="alert" data-fault="${fault}">${texts.faults[fault]}</p>`;
  return { status: 400, html: page(texts.lang, texts.wrong, body) };
}

export const LINK_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { min-height: 100vh; box-sizing: border-box; max-width: 30rem; margin: auto; padding: 2rem 1.25rem; display: grid; align-content: center; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; }
a { display: inline-block; padding: .75rem 1.25rem; border-radius: .5rem; border: 1px solid currentColor; text-decoration: none; color: inherit; }
a.main { background: #30358f; border-color: #30358f; color: #fff; font-weight: 600; }
a:focus-visible { outline: 3px solid #6f7bff; outline-offset: 2px; }
`;
