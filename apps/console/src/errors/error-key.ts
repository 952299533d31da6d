import type { AlongsideErrorCode } from '@alongside/sdk/agent';
import type { PlainKey } from '../i18n/texts.ts';

const KEYS: Partial<Record<AlongsideErrorCode, PlainKey>> = {
  network_lost: 'error.network_lost',
  rate_limited: 'error.rate_limited',
  store_unavailable: 'error.network_lost',
  shutting_down: 'error.network_lost',
  not_owner: 'error.not_owner',
  conversation_ended: 'error.conversation_ended',
  contact_ended: 'error.contact_ended',
  not_found: 'error.not_found',
  not_allowed: 'error.not_allowed',
  file_too_large: 'error.file_too_large',
  body_too_large: 'error.file_too_large',
  file_type_refused: 'error.file_type_refused',
  unsupported_media_type: 'error.file_type_refused',
  upload_interrupted: 'error.upload_interrupted',
  invalid_request: 'error.invalid_request',
  at_capacity: 'offer.full',
};

/** The sentence for an error; null where only its code can be told. */
export const errorKey = (code: AlongsideErrorCode): PlainKey | null => KEYS[code] ?? null;
