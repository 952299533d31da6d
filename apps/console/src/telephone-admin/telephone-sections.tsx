// What administrators set about calls, as one file to load.
import { addCallOperations } from '@alongside/sdk/agent';
import './telephone.css';

export { CallSettingsSection } from './call-settings.tsx';
export { DeskPhonesSection } from './desk-phones.tsx';
export { NumbersSection } from './numbers.tsx';
export { PhoneLinkSection } from './phone-link.tsx';
export { SoundsSection } from './sounds.tsx';
export { TrunksSection } from './trunks.tsx';

// The desk's client knows them from here on.
addCallOperations();
