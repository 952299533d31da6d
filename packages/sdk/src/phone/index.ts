export type {
  CallOutError,
  DeviceKind,
  SoftphoneEvent,
  SoftphoneEvents,
  TransferAgent,
  TransferError,
} from './events.ts';
export { addPhoneOperations } from './operations.ts';
export { type Ringing, ringingNow } from './ringing.ts';
export { createSoftphone, type Softphone, type SoftphoneOptions } from './softphone.ts';
export type { TabChannel } from './voice-tab.ts';
