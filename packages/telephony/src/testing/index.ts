export {
  administration,
  CUSTOMER,
  callLink,
  callsOf,
  callToken,
  type Demo,
  loginLink,
  NUMBER,
  openTelephones,
} from './bank.ts';
export { Baresip, toneFile } from './baresip.ts';
export { findProgram, missing } from './programs.ts';
export { RawPeer, type RawRequest } from './raw-peer.ts';
export { quick, sdp, silent, trunkAt } from './settings.ts';
export { freePort, type Sipp, type SippRun, sipp } from './sipp.ts';
export { Heard } from './stage.ts';
