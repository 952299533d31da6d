import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

/** Dutch texts of the dialog that writes interactive messages. */
export const nl: CatalogueLike<typeof en> = {
  'compose.title': 'Interactief bericht',
  'compose.for': 'Voor {name}',
  kind: 'Soort',
  heading: 'Titel',
  text: 'Tekst',
  event: 'Waar het over gaat',
  choices: 'Keuzes',
  choice: 'Keuze {number}',
  'choice.add': 'Keuze toevoegen',
  'choice.remove': 'Keuze {number} verwijderen',
  url: 'Adres',
  picture: 'Adres van een afbeelding',
  'address.hint': 'Begint met https://',
  slots: 'Tijden, volgens uw klok',
  slot: 'Tijd {number}',
  'slot.minutes': 'Duur van tijd {number} in minuten',
  'slot.add': 'Tijd toevoegen',
  'slot.remove': 'Tijd {number} verwijderen',
  standin: 'Tekst als het niet kan worden getoond',
  'standin.hint': 'In oudere apps, meldingen en gespreksverslagen.',
  preview: 'Voorbeeld',
  'preview.empty': 'Vul de velden in om het te zien.',
  missing: 'Vul dit veld in.',
  send: 'Verzenden',
};
