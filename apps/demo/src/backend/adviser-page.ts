import { randomUUID } from 'node:crypto';
import { callLink, loginLink, signCallToken } from '@alongside/backend-kit';

const text = (value: string) => value.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

export interface PhoneKeys {
  /** Signs call tokens; it stays on this server. */
  readonly voiceToken: string;
  readonly tenant: string;
  readonly alongsideUrl: string;
}

/** The bank's own app for its advisers, as small as it can be: it opens the phone by links that the bank's server signs. */
export function adviserPage(keys: PhoneKeys, agentId: string, lastTempId: string | null): string {
  const place = { linkHost: keys.alongsideUrl };
  const token = signCallToken({ agentId, voiceToken: keys.voiceToken });
  const login = loginLink(place, { token, domain: keys.tenant });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Meridian Bank: advisers</title>
<link rel="stylesheet" href="/adviser.css">
<main>
<h1>Meridian Bank</h1>
<form method="get"><label>You are adviser <input name="agent" value="${text(agentId)}" size="8" required pattern="[0-9]+"></label> <button>Change</button></form>
<p><a id="sign-in" href="${text(login)}">Open the phone</a></p>
<form method="post" action="/adviser/call" id="call">
<input type="hidden" name="agent" value="${text(agentId)}">
<input type="hidden" name="tempId" value="${randomUUID()}">
<label>Call <input name="phone" type="tel" value="0988888888" required></label> <button>Call with the phone</button>
</form>
${lastTempId === null ? '' : `<p role="status">Back from call <code>${text(lastTempId)}</code>.</p>`}
</main>
</html>
`;
}

/** Where the call button leads: a link for this one call. */
export const callAddress = (
  { alongsideUrl, voiceToken }: PhoneKeys,
  { agentId, phone, tempId }: { agentId: string; phone: string; tempId: string },
): string =>
  callLink(
    { linkHost: alongsideUrl },
    {
      phone: encodeURIComponent(phone),
      token: signCallToken({ agentId, voiceToken }),
      tempId: encodeURIComponent(tempId),
    },
  );

export const ADVISER_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 30rem; margin: 2rem auto; padding: 0 1rem; display: grid; gap: 1rem; }
input, button, a { font: inherit; padding: .5rem .75rem; }
a { display: inline-block; border: 1px solid; border-radius: .5rem; text-decoration: none; }
`;
