export { createMediaEngine, type EmbeddedMediaEngine, type MediaEngineOptions } from './host/create-media-engine.ts';
export { recordingOf } from './recording/recording-files.ts';
export { mendWavFile } from './recording/wav-file.ts';
export { defaultSettings, type MediaSettings } from './settings.ts';
export { deniedPeerRanges } from './turn/denied-ranges.ts';
export { inspectRelay, type RelayFinding } from './turn/inspect-relay.ts';
export { readRelayAddress, type RelayAddress } from './turn/relay-address.ts';
export { type TurnOptions, turnConfig } from './turn/turn-config.ts';
export { type TurnCredentials, turnCredentials } from './turn/turn-credentials.ts';
