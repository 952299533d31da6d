import { otherChecks } from './checks/other-events.ts';
import { testsOf } from './world/real.ts';

testsOf(otherChecks);
