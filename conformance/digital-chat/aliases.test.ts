import { aliasChecks } from './checks/aliases.ts';
import { testsOf } from './world/real.ts';

testsOf(aliasChecks);
