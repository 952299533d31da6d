/** Why a message was not sent, as a key of the catalogue, and whether sending it again can help. */
export type FailedWhy = {
  readonly key:
    | 'delivery.why.ended'
    | 'delivery.why.size'
    | 'delivery.why.type'
    | 'delivery.why.cut'
    | 'delivery.why.other';
  readonly again: boolean;
};

/** From the code that came with the failure. */
export function whyFailed(code: string): FailedWhy {
  switch (code) {
    case 'conversation_ended':
      return { key: 'delivery.why.ended', again: false };
    case 'file_too_large':
      return { key: 'delivery.why.size', again: false };
    case 'file_type_refused':
      return { key: 'delivery.why.type', again: false };
    case 'upload_interrupted':
      return { key: 'delivery.why.cut', again: false };
    default:
      return { key: 'delivery.why.other', again: true };
  }
}
