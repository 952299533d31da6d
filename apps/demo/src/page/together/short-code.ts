/** A session of looking at this page together, as the published addresses give it. */
export interface CodeGrant {
  readonly cid: string;
  readonly sessionToken: string;
  readonly shortCode: string;
  readonly expiresInSeconds: number;
}
export interface Server {
  readonly url: string;
  readonly tenant: string;
}

async function ask<T>(server: Server, method: string, path: string, token?: string): Promise<T> {
  const join = path.includes('?') ? '&' : '?';
  const response = await fetch(
    `${server.url}/assistserver/shortcode/${path}${join}tenant=${encodeURIComponent(server.tenant)}`,
    // The cookie binds the session to the browser that made it.
    { method, credentials: 'include', headers: token === undefined ? {} : { authorization: `Bearer ${token}` } },
  );
  if (!response.ok) throw new Error(`The short code was refused with ${response.status}.`);
  return (await response.json()) as T;
}

/** A code, and the session that it leads to. */
export async function createCode(server: Server): Promise<CodeGrant> {
  const { shortCode, expiresInSeconds } = await ask<CodeGrant>(server, 'PUT', 'create');
  const got = await ask<{ 'session-token': string; cid: string }>(
    server,
    'GET',
    `consumer?appkey=${encodeURIComponent(shortCode)}`,
  );
  return { cid: got.cid, sessionToken: got['session-token'], shortCode, expiresInSeconds };
}

/** Another code for the same session; the one before is dead. */
export const renewCode = (
  server: Server,
  sessionToken: string,
): Promise<Pick<CodeGrant, 'shortCode' | 'expiresInSeconds'>> => ask(server, 'PUT', 'create', sessionToken);

/** As it is read out: digits in threes, letters in fours. */
export const spoken = (code: string): string =>
  (code.match(/^\d+$/.test(code) ? /.{1,3}/g : /.{1,4}/g) ?? []).join(' ');
