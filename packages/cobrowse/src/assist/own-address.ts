/** Where a script of ours was loaded from: its folder, and the server's origin. Must be read while the script runs first. */
export function ownAddress(): { folder: string; server: string } {
  const { src } = (document.currentScript as HTMLScriptElement | null) ?? { src: location.href };
  const url = new URL(src === '' ? location.href : src, location.href);
  return { folder: new URL('.', url).href, server: url.origin };
}
