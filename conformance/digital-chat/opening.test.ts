import { openingChecks } from './checks/opening.ts';
import { testsOf } from './world/real.ts';

testsOf(openingChecks);
