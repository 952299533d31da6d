/** An address that an agent offers, if a page may be sent there. */
export function safeUrl(url: unknown): URL | undefined {
  try {
    const parsed = new URL(String(url), location.href);
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
