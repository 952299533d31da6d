import type { CatalogueLike } from '@alongside/design';
import type { en } from './reach-admin-en.ts';

export const tr: CatalogueLike<typeof en> = {
  words: 'Bildirimin içeriği',
  'words.text':
    'Bildirim, sohbet kapalıyken şirketin yazdığını müşteriye haber verir. Metinsiz hâlinde yalnızca bir mesaj olduğunu söyler.',
  'words.include': 'Temsilcinin adını ve mesajın başını gönder',
  'words.include.hint': 'Bu sunucudan tarayıcıya kadar şifrelidir. Kilitli ekranda okunabilir.',
  sender: 'Sorumlu kişi',
  contact: 'Bildirim servisleri için iletişim',
  'contact.hint':
    'mailto:help@example.com biçiminde bir e-posta adresi ya da https ile bir web adresi. Boşsa bu sunucunun adresidir.',
  'contact.wrong': 'mailto: ya da https:// ile başlar',
  key: 'Açık anahtar (VAPID)',
  'key.hint': 'Tarayıcılar bununla abone olur. Bir kez oluşturulur ve değişmez; gizli yarısı mühürlü saklanır.',
  'push.saved': 'Bildirim ayarları kaydedildi.',
  tracking: 'Ziyaretçilerin sayfaları',
  'tracking.text':
    'Temsilciler, müşterinin açtığı sayfaları ve şu anda sitede kimin olduğunu görür. Ziyaretçinin onayla ilgili beyanı her zaman geçerlidir.',
  'tracking.label': 'Kimlerin sayfaları saklanır',
  'tracking.on': 'Reddetmeyen herkesin',
  'tracking.on.hint': 'Yalnızca ziyaretçilerinize başka yerde soruluyorsa ya da sorulması gerekmiyorsa doğrudur.',
  'tracking.consent': 'Yalnızca onay verenlerin',
  'tracking.consent.hint': 'Ziyaretçi onay verene kadar yalnızca sohbetin gerektirdiği saklanır.',
  'tracking.off': 'Kimsenin',
  'tracking.off.hint': 'Yalnızca sohbetin gerektirdiği saklanır.',
  keep: 'Ne kadar süre',
  'keep.label': 'Saklama süresi',
  'keep.now': 'yalnızca bu ay',
  'keep.months': { one: 'bu ay ve önceki {count} ay', other: 'bu ay ve önceki {count} ay' },
  'keep.hint': 'Daha eski olanlar silinir. Onayını geri çeken hemen unutulur.',
  'visitors.saved': 'Ziyaretçi ayarları kaydedildi.',
};
