interface File {
  readonly url: string;
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const NAME = /al-asset:\d+/g;

/** The page's pictures and fonts in the viewer: by name until they come, then as addresses of this document's own. */
export class Files {
  readonly #files = new Map<string, File>();
  readonly #painted = new WeakMap<HTMLCanvasElement, string>();
  readonly #fonts = new WeakMap<Document, Set<string>>();
  readonly #page: () => Document | null;
  #due = false;

  constructor(page: () => Document | null) {
    this.#page = page;
  }

  add(name: string, type: string, bytes: Uint8Array): void {
    if (this.#files.has(name)) URL.revokeObjectURL(this.#files.get(name)!.url);
    const own = new Uint8Array(bytes);
    this.#files.set(name, {
      type,
      bytes: own,
      url: URL.createObjectURL(new Blob([own], { type: type === 'font/any' ? 'font/ttf' : type })),
    });
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      this.place();
    });
  }

  /** The stream's text with the names of files that are here as addresses. */
  named(json: string): string {
    return json.includes('al-asset:') ? json.replace(NAME, (name) => this.#files.get(name)?.url ?? name) : json;
  }

  /** Puts files in place that came after the elements and rules that use them. */
  place(): void {
    const page = this.#page();
    if (page === null || this.#files.size === 0) return;
    for (const root of roots(page)) {
      for (const name of ['src', 'href', 'poster'])
        for (const element of root.querySelectorAll(`[${name}^="al-asset:"]`)) {
          const url = this.#files.get(element.getAttribute(name) ?? '')?.url;
          if (url !== undefined) element.setAttribute(name, url);
        }
      for (const element of root.querySelectorAll<HTMLElement>('[style*="al-asset:"]')) this.#style(element.style);
      for (const sheet of [...root.styleSheets, ...root.adoptedStyleSheets]) this.#rules(sheet, page);
    }
  }

  paint(canvas: HTMLCanvasElement, bytes: Uint8Array, width: number, height: number): void {
    const url = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'image/webp' }));
    const image = new Image();
    image.src = url;
    image.decode().then(
      () => {
        const before = this.#painted.get(canvas);
        this.#painted.set(canvas, url);
        canvas.style.setProperty('width', `${width}px`);
        canvas.style.setProperty('height', `${height}px`);
        canvas.style.setProperty('background', `url("${url}") 0 0 / 100% 100% no-repeat`);
        if (before !== undefined) setTimeout(() => URL.revokeObjectURL(before), 1_000);
      },
      () => URL.revokeObjectURL(url),
    );
  }

  /** The page as one text, its files as data in it. */
  async still(page: Document): Promise<string> {
    const styles = [...roots(page)].flatMap((root) => [...root.styleSheets]).map(textOf);
    const copy = page.documentElement.cloneNode(true) as HTMLElement;
    for (const element of copy.querySelectorAll('style,link,script,noscript,iframe')) element.remove();
    const style = page.createElement('style');
    style.textContent = styles.join('\n');
    copy.querySelector('head')?.append(style);
    let html = `<!doctype html>${copy.outerHTML}`;
    for (const { url, type, bytes } of this.#files.values())
      if (html.includes(url)) html = html.replaceAll(url, `data:${type};base64,${base64(bytes)}`);
    return html;
  }

  #style(style: CSSStyleDeclaration): void {
    for (const property of [...style]) {
      const value = style.getPropertyValue(property);
      if (!value.includes('al-asset:')) continue;
      const named = value.replace(NAME, (name) => this.#files.get(name)?.url ?? name);
      if (named !== value) style.setProperty(property, named, style.getPropertyPriority(property));
    }
  }

  #rules(holder: CSSStyleSheet | CSSGroupingRule, page: Document): void {
    for (const rule of holder.cssRules) {
      if ('cssRules' in rule) this.#rules(rule as CSSGroupingRule, page);
      if (!rule.cssText.includes('al-asset:')) continue;
      if (rule.constructor.name === 'CSSFontFaceRule') this.#font(rule as CSSFontFaceRule, page);
      else if ('style' in rule) this.#style(rule.style as CSSStyleDeclaration);
    }
  }

  /** The source of a font rule cannot be changed in place; the font is added beside it. */
  #font({ style }: CSSFontFaceRule, page: Document): void {
    const name = style
      .getPropertyValue('src')
      .match(NAME)
      ?.find((each) => this.#files.has(each));
    const known = this.#fonts.get(page) ?? new Set<string>();
    this.#fonts.set(page, known);
    if (name === undefined || known.has(name)) return;
    known.add(name);
    const of = (property: string) => style.getPropertyValue(property) || 'normal';
    const family = style.getPropertyValue('font-family').replace(/^["']|["']$/g, '');
    const view = page.defaultView as (Window & typeof globalThis) | null;
    const Face = view?.FontFace ?? FontFace;
    const face = new Face(family, this.#files.get(name)!.bytes.slice(), {
      style: of('font-style'),
      weight: of('font-weight'),
      stretch: of('font-stretch'),
      unicodeRange: style.getPropertyValue('unicode-range') || 'U+0-10FFFF',
    });
    face.load().then(
      () => page.fonts.add(face),
      () => known.delete(name),
    );
  }
}

function textOf(sheet: CSSStyleSheet): string {
  return [...sheet.cssRules].map(({ cssText }) => cssText).join('\n');
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

function* roots(root: Document | ShadowRoot): Generator<Document | ShadowRoot> {
  yield root;
  for (const element of root.querySelectorAll('*')) {
    if (element.shadowRoot !== null) yield* roots(element.shadowRoot);
    else if (element.localName === 'iframe') {
      const inner = (element as HTMLIFrameElement).contentDocument;
      if (inner !== null) yield* roots(inner);
    }
  }
}
