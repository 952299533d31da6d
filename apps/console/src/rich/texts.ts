import type { Catalogue, CatalogueLike } from '@alongside/design';

/** Texts of interactive messages where they are shown, in all languages: so few that they come with the page. */
const en = {
  'kind.quick_replies': 'Quick replies',
  'kind.list_picker': 'List',
  'kind.rich_link': 'Link',
  'kind.time_picker': 'Times',
  'kind.adaptive_card': 'Card',
  'kind.form': 'Form',
  'kind.plugin': 'Interactive element',
  'kind.streamed': 'Streamed text',
  fallback: 'Only the customer’s app can show it. This text stands for it.',
  answer: 'chosen from a message',
  compose: 'Buttons, lists, links and times',
} as const satisfies Catalogue;

const tr: CatalogueLike<typeof en> = {
  'kind.quick_replies': 'Hızlı yanıtlar',
  'kind.list_picker': 'Liste',
  'kind.rich_link': 'Bağlantı',
  'kind.time_picker': 'Saatler',
  'kind.adaptive_card': 'Kart',
  'kind.form': 'Form',
  'kind.plugin': 'Etkileşimli öge',
  'kind.streamed': 'Akan metin',
  fallback: 'Bunu yalnızca müşterinin uygulaması gösterebilir. Yerine bu metin durur.',
  answer: 'bir mesajdan seçildi',
  compose: 'Düğmeler, listeler, bağlantılar ve saatler',
};

const nl: CatalogueLike<typeof en> = {
  'kind.quick_replies': 'Snelle antwoorden',
  'kind.list_picker': 'Lijst',
  'kind.rich_link': 'Link',
  'kind.time_picker': 'Tijden',
  'kind.adaptive_card': 'Kaart',
  'kind.form': 'Formulier',
  'kind.plugin': 'Interactief onderdeel',
  'kind.streamed': 'Gestreamde tekst',
  fallback: 'Alleen de app van de klant kan dit tonen. Deze tekst staat ervoor in de plaats.',
  answer: 'gekozen uit een bericht',
  compose: 'Knoppen, lijsten, links en tijden',
};

const vi: CatalogueLike<typeof en> = {
  'kind.quick_replies': 'Trả lời nhanh',
  'kind.list_picker': 'Danh sách',
  'kind.rich_link': 'Liên kết',
  'kind.time_picker': 'Khung giờ',
  'kind.adaptive_card': 'Thẻ',
  'kind.form': 'Biểu mẫu',
  'kind.plugin': 'Thành phần tương tác',
  'kind.streamed': 'Văn bản hiện dần',
  fallback: 'Chỉ ứng dụng của khách mới hiển thị được. Văn bản này thay cho nó.',
  answer: 'được chọn từ một tin nhắn',
  compose: 'Nút, danh sách, liên kết và khung giờ',
};

export const RICH = { en, tr, vi, nl };
export type RichTexts = typeof en;
