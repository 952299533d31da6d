import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

/** Turkish texts of the dialog that writes interactive messages. */
export const tr: CatalogueLike<typeof en> = {
  'compose.title': 'Etkileşimli mesaj',
  'compose.for': '{name} için',
  kind: 'Tür',
  heading: 'Başlık',
  text: 'Metin',
  event: 'Konusu',
  choices: 'Seçenekler',
  choice: '{number}. seçenek',
  'choice.add': 'Seçenek ekle',
  'choice.remove': '{number}. seçeneği kaldır',
  url: 'Adres',
  picture: 'Bir resmin adresi',
  'address.hint': 'https:// ile başlar',
  slots: 'Saatler, sizin saatinize göre',
  slot: '{number}. saat',
  'slot.minutes': '{number}. saatin süresi (dakika)',
  'slot.add': 'Saat ekle',
  'slot.remove': '{number}. saati kaldır',
  standin: 'Gösterilemediği yerdeki metin',
  'standin.hint': 'Eski uygulamalarda, bildirimlerde ve dökümlerde.',
  preview: 'Önizleme',
  'preview.empty': 'Görmek için alanları doldurun.',
  missing: 'Bu alanı doldurun.',
  send: 'Gönder',
};
