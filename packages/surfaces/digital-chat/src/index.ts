export type { DigitalChatPorts } from './ports.ts';
