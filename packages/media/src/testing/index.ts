export { type BrowserPeer, type OnlyRelay, openBrowserPeer } from './browser-peer.ts';
export { buildMediaProcess, packageFolder } from './build-process.ts';
export { amplitudeOf, tonesIn } from './frequency.ts';
export { launchWithDevices, type MediaLab, type Participant, startMediaLab } from './media-lab.ts';
export { openTelephonePeer, type TelephonePeer, testTones } from './telephone-peer.ts';
export { tonePage } from './tone-page.ts';
