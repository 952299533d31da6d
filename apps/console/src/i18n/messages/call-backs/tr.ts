import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

/** Turkish texts of the call-backs page. */
export const tr: CatalogueLike<typeof en> = {
  lead: 'Beklemek yerine aranmak isteyen müşteriler, en eskisi önce',
  state: 'Durum',
  'state.open': 'Açık',
  'state.taken': 'Üstlenildi',
  'state.done': 'Tamamlandı',
  failed: 'Geri arama istekleri yüklenemedi.',
  'empty.open': 'Aranmayı bekleyen yok',
  'empty.taken': 'Şu anda aranan yok',
  'empty.done': 'Henüz tamamlanan yok',
  'empty.text': 'Bir kuyruk müşterilere geri arama sunabilir: Yönetim, Kuyruklar.',
  refresh: 'Yenile',
  phone: 'Telefon numarası',
  asked: 'istek: {time}',
  taken: 'üstlenen: {agent}',
  mine: 'siz üstlendiniz',
  colleague: 'bir iş arkadaşı',
  take: 'Üstlen',
  'take.label': '{name} için geri aramayı üstlen',
  done: 'Tamamlandı',
  'done.label': '{name} için geri aramayı tamamlandı olarak işaretle',
  read: 'Oku',
  'read.label': '{name} önceden ne yazmış, oku',
  'told.taken': 'Artık sizde. {name} adlı müşteriyi şimdi arayın.',
  'told.done': '{name} için geri arama tamamlandı.',
  lost: '{name} adlı müşteriyi bir iş arkadaşınız üstlenmiş.',
};
