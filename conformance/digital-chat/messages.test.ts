import { messageChecks } from './checks/messages.ts';
import { testsOf } from './world/real.ts';

testsOf(messageChecks);
