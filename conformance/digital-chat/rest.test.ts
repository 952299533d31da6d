import { restChecks } from './checks/rest.ts';
import { testsOf } from './world/real.ts';

testsOf(restChecks);
