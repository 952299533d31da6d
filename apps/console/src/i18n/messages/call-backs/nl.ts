import type { CatalogueLike } from '@alongside/design';
import type { en } from './en.ts';

/** Dutch texts of the call-backs page. */
export const nl: CatalogueLike<typeof en> = {
  lead: 'Klanten die liever gebeld worden dan wachten, de oudste eerst',
  state: 'Status',
  'state.open': 'Open',
  'state.taken': 'In behandeling',
  'state.done': 'Klaar',
  failed: 'De terugbelverzoeken konden niet worden geladen.',
  'empty.open': 'Niemand wacht op een telefoontje',
  'empty.taken': 'Niemand wordt nu gebeld',
  'empty.done': 'Nog niets afgehandeld',
  'empty.text': 'Een wachtrij kan klanten laten vragen om gebeld te worden: Beheer, Wachtrijen.',
  refresh: 'Vernieuwen',
  phone: 'Telefoonnummer',
  asked: 'gevraagd {time}',
  taken: 'opgepakt door {agent}',
  mine: 'opgepakt door u',
  colleague: 'een collega',
  take: 'Oppakken',
  'take.label': 'Terugbelverzoek van {name} oppakken',
  done: 'Klaar',
  'done.label': 'Terugbelverzoek van {name} als klaar markeren',
  read: 'Lezen',
  'read.label': 'Lezen wat {name} eerder schreef',
  'told.taken': 'Deze is voor u. Bel {name} nu.',
  'told.done': 'Het terugbelverzoek van {name} is klaar.',
  lost: 'Een collega helpt {name} al.',
};
