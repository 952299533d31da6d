import { showPushes } from '@alongside/sdk/push-worker';

showPushes({ icon: '/mark.svg' });
