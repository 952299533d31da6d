import type { CatalogueLike } from '@alongside/design';
import type { en } from './reach-admin-en.ts';

export const nl: CatalogueLike<typeof en> = {
  words: 'Wat een melding zegt',
  'words.text':
    'Een melding vertelt een klant dat het bedrijf heeft geschreven terwijl niemand de chat open had. Zonder tekst meldt die alleen dat er een bericht is.',
  'words.include': 'Naam van de medewerker en begin van het bericht meesturen',
  'words.include.hint': 'Versleuteld van deze server tot de browser. Kan op een vergrendeld scherm te lezen zijn.',
  sender: 'Verantwoordelijke',
  contact: 'Contact voor pushdiensten',
  'contact.hint':
    'Een e-mailadres als mailto:help@example.com, of een webadres met https. Leeg: het adres van deze server.',
  'contact.wrong': 'Dit begint met mailto: of https://',
  key: 'Publieke sleutel (VAPID)',
  'key.hint':
    'Browsers abonneren zich ermee. Hij wordt één keer gemaakt en verandert nooit; de geheime helft blijft versleuteld.',
  'push.saved': 'De instellingen van meldingen zijn opgeslagen.',
  tracking: 'Pagina’s van bezoekers',
  'tracking.text':
    'Medewerkers zien welke pagina’s een klant heeft geopend en wie er nu op de site is. Wat een bezoeker over toestemming zegt, telt altijd.',
  'tracking.label': 'Van wie pagina’s worden bewaard',
  'tracking.on': 'Iedereen die niet weigerde',
  'tracking.on.hint': 'Alleen geschikt als uw bezoekers elders worden gevraagd, of niet gevraagd hoeven te worden.',
  'tracking.consent': 'Alleen wie toestemming gaf',
  'tracking.consent.hint': 'Tot een bezoeker toestemt, wordt alleen bewaard wat een chat nodig heeft.',
  'tracking.off': 'Niemand',
  'tracking.off.hint': 'Alleen wat een chat nodig heeft, wordt bewaard.',
  keep: 'Hoelang',
  'keep.label': 'Bewaren',
  'keep.now': 'alleen deze maand',
  'keep.months': { one: 'deze maand en de vorige', other: 'deze maand en de {count} ervoor' },
  'keep.hint': 'Wat ouder is, wordt verwijderd. Wie de toestemming intrekt, wordt meteen vergeten.',
  'visitors.saved': 'De instellingen van bezoekers zijn opgeslagen.',
};
