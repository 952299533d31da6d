import { randomUUID } from 'node:crypto';
import { callLink, loginLink, signCallToken } from '@alongside/backend-kit';
import { icon, staffPage, text } from './staff-page.ts';

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
  const back =
    lastTempId === null
      ? ''
      : `<p class="back" role="status">${icon('check')}<span>Back from call <code>${text(lastTempId)}</code>.</span></p>\n`;
  return staffPage({
    title: 'advisers',
    place: 'Advisers',
    main: `<div><h1>Good day</h1>
<p class="lead">Your calls run on the phone that this page opens. It comes back here when a call is over.</p></div>
${back}<div class="cards">
<section class="card" aria-labelledby="phone">
<div class="card-head"><span class="tile">${icon('device')}</span><h2 id="phone">Your phone</h2></div>
<form method="get"><label class="as-label" for="agent">Adviser number</label>
<div class="line"><input class="as-field" id="agent" name="agent" value="${text(agentId)}" inputmode="numeric" autocomplete="off" required pattern="[0-9]+" maxlength="12"><button class="as-button">Change</button></div></form>
<a class="as-button as-button-main" id="sign-in" href="${text(login)}">Open the phone</a>
<p class="small">Signs you in as adviser ${text(agentId)}, by a link that the bank's server has just signed.</p>
</section>
<section class="card" aria-labelledby="dial">
<div class="card-head"><span class="tile">${icon('phone')}</span><h2 id="dial">Call a customer</h2></div>
<form method="post" action="/adviser/call" id="call">
<input type="hidden" name="agent" value="${text(agentId)}">
<input type="hidden" name="tempId" value="${randomUUID()}">
<label class="as-label" for="number">Telephone number</label>
<div class="line"><input class="as-field" id="number" name="phone" type="tel" value="0988888888" autocomplete="off" required><button class="as-button as-button-main">Call</button></div>
</form>
<p class="small">Each press is a call of its own: the bank finds it again by the id that it gave it.</p>
</section>
</div>
`,
  });
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
