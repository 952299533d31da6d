import { inspectTrunk, type TrunkToInspect } from '@alongside/telephony';
import { systemClock, systemRandom } from '../engines/random.ts';

/** Says what a trunk answers us and where the fault is; the exit code is 1 if calls cannot work. */
export async function runTrunkDoctor(trunk: TrunkToInspect, say: (line: string) => void): Promise<number> {
  const findings = await inspectTrunk(trunk, { random: systemRandom(systemClock) });
  for (const { level, about, text } of findings) say(`${level.padEnd(4)}  ${about}: ${text}`);
  return findings.some(({ level }) => level === 'bad') ? 1 : 0;
}
