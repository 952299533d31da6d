/** A page to serve for the viewer's frame, from an origin that serves nothing else of ours. */
export interface FramePage {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The document of the viewer's frame and the headers without which it must not be served: no request leaves it, no
 * script but the one named runs, and only the console may frame it.
 *
 * @param script address of the built frame script on the same origin
 * @param ancestors origins that may frame it, such as the console's
 */
export function framePage(script: string, ancestors: readonly string[]): FramePage {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'unsafe-inline'",
    'img-src blob: data:',
    'font-src blob: data:',
    "connect-src 'none'",
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors.join(' ') || "'none'"}`,
  ].join('; ');
  return {
    html: `<!doctype html><html><head><meta charset="utf-8"><title>Co-browse</title><style>${STYLE}</style></head><body><div id="view"><div id="stage"></div><textarea id="glass" aria-label="The customer's page" autocomplete="off" spellcheck="false"></textarea></div><script type="module" src="${script.replace(/["<>&]/g, '')}"></script></body></html>`,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'cross-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), display-capture=(), clipboard-read=()',
      'x-dns-prefetch-control': 'off',
    },
  };
}

const STYLE =
  'html,body{margin:0;height:100%;overflow:auto;background:#e9ecef}@media(prefers-color-scheme:dark){html,body{background:#20292c}}#view{position:relative;transform-origin:0 0}#stage iframe{border:0;display:block;background:#fff}.replayer-wrapper{position:relative}.replayer-mouse{position:absolute;width:14px;height:14px;margin:-7px 0 0 -7px;border-radius:50%;background:#1c7ed6;border:2px solid #fff;pointer-events:none;z-index:2}.replayer-mouse-tail,.replayer-mouse:not([style]){display:none}#glass{position:absolute;inset:0;width:100%;height:100%;opacity:0;border:0;padding:0;margin:0;resize:none;outline:0;cursor:default;z-index:3;overflow:hidden}';
