/** Runs at /app/agentchat.html. Kept as text: it is served as it stands. The one-time token leaves the address before anything is asked. */
export const AGENT_PAGE_SCRIPT = `'use strict';
const TEXTS = {
  en: { opening: 'Opening the conversation…', incomplete: 'This address is not complete.', gone: 'This customer does not wait any more.',
    taken: 'A colleague has this customer.', full: 'You have as many conversations as allowed.', refused: 'You could not be signed in.',
    failed: 'That did not work.', again: 'Try again', outbound: 'Conversations that an agent begins are not offered yet.' },
  tr: { opening: 'Görüşme açılıyor…', incomplete: 'Bu adres eksik.', gone: 'Bu müşteri artık beklemiyor.',
    taken: 'Bu müşteriyle bir iş arkadaşınız görüşüyor.', full: 'İzin verilen görüşme sayısına ulaştınız.', refused: 'Oturum açılamadı.',
    failed: 'İşlem başarısız oldu.', again: 'Yeniden dene', outbound: 'Temsilcinin başlattığı görüşmeler henüz sunulmuyor.' },
  nl: { opening: 'Het gesprek wordt geopend…', incomplete: 'Dit adres is niet volledig.', gone: 'Deze klant wacht niet meer.',
    taken: 'Een collega helpt deze klant al.', full: 'U hebt het maximale aantal gesprekken.', refused: 'Aanmelden is niet gelukt.',
    failed: 'Dat is niet gelukt.', again: 'Opnieuw proberen', outbound: 'Gesprekken die een medewerker begint, zijn er nog niet.' },
  vi: { opening: 'Đang mở cuộc trò chuyện…', incomplete: 'Địa chỉ này không đầy đủ.', gone: 'Khách hàng này không còn chờ nữa.',
    taken: 'Một đồng nghiệp đang hỗ trợ khách hàng này.', full: 'Bạn đã đạt số cuộc trò chuyện tối đa.', refused: 'Không thể đăng nhập.',
    failed: 'Không thực hiện được.', again: 'Thử lại', outbound: 'Chưa hỗ trợ cuộc trò chuyện do nhân viên bắt đầu.' },
};
const language = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in TEXTS) || 'en';
const t = TEXTS[language];
document.documentElement.lang = language;
const said = document.getElementById('said');
const again = document.getElementById('again');
again.textContent = t.again;

const fields = new URLSearchParams(location.hash.replace(/^#\\/auth\\??/, ''));
history.replaceState(null, '', location.pathname + location.search);
const tenant = new URLSearchParams(location.search).get('tenant');
const given = {
  customerId: fields.get('customerId') || '',
  userId: fields.get('userId') || '',
  sessionId: fields.get('sessionId') || '',
  // The published pages name it in two ways.
  dlgToken: fields.get('dlgToken') || fields.get('token') || '',
};
const isOutbound = /^(true|1)$/i.test(fields.get('isOutbound') || '');

async function post(path, body) {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw (answer.error && answer.error.code) || 'internal';
}

const WHY = { not_found: 'gone', contact_ended: 'gone', contact_taken: 'taken', at_capacity: 'full', wrong_credentials: 'refused', company_not_set: 'refused' };
let signedIn = false;

async function open() {
  again.hidden = true;
  if (Object.values(given).includes('')) {
    said.textContent = t.incomplete;
    return;
  }
  said.textContent = t.opening;
  try {
    if (!signedIn) {
      const { userId, sessionId, dlgToken } = given;
      await post('/v1/agent/company-sign-in', { userId, sessionId, dlgToken, ...(tenant ? { tenant } : {}) });
      signedIn = true;
    }
    const contact = await post('/v1/customers/by-number/open', { customerId: given.customerId });
    location.replace('/console/' + (tenant ? '?tenant=' + encodeURIComponent(tenant) : '') + '#/chat/' + contact.conversationId);
  } catch (code) {
    const why = isOutbound && code === 'not_found' ? 'outbound' : WHY[code] || 'failed';
    said.textContent = t[why];
    again.hidden = false;
  }
}
again.addEventListener('click', open);
open();
`;
