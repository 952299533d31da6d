/** The sentence that tells a customer what to do about a refusal: a key of the catalogue. Takes `tenant`. */
export type Advice =
  | 'error.start_again'
  | 'error.retry'
  | 'error.contact'
  | 'error.upgrade'
  | 'error.busy'
  | 'error.unsupported';

/**
 * From a corrective action, and where it says more, from the code itself.
 * @param action one of the wire's corrective actions
 * @param code a DLGEXCP_* code or one of the native wire
 */
export function adviceFor(action: string, code: string): Advice {
  if (code === 'DLGEXCP_USER_IS_IN_CALL_NOW' || code === 'already_in_help') return 'error.busy';
  if (code === 'DLGEXCP_NOT_SUPPORTED_FEATURE' || code === 'help_type_not_supported') return 'error.unsupported';
  switch (action) {
    case 'start_again':
    case 'sign_in':
      return 'error.start_again';
    case 'retry':
    case 'retry_later':
    case 'reconnect':
    case 'resync':
      return 'error.retry';
    case 'upgrade_client':
      return 'error.upgrade';
    default:
      return 'error.contact';
  }
}
