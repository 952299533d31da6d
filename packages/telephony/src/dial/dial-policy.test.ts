import { describe, expect, it } from 'vitest';
import { decideDial, readNumber } from './dial-policy.ts';
import { dialTable } from './dial-table.ts';

const cases = dialTable
  .trim()
  .split('\n')
  .map((line) => {
    const [tenant = '', dialled = '', outcome = ''] = line.split('|').map((column) => column.trim());
    const [countries = '', closed] = tenant.split('-');
    const [country = '', ...openCountries] = countries.split('+');
    return {
      line,
      dialled: dialled.replace(/~(\d+)~/g, (_, code: string) => String.fromCodePoint(Number(code))),
      rules: { country, openCountries, closedPrefixes: closed === undefined ? [] : [closed] },
      outcome,
    };
  });

describe('dial policy', () => {
  it('has a table of at least 200 numbers', () => {
    expect(cases.length).toBeGreaterThanOrEqual(200);
  });

  it('says exactly what the table says', () => {
    const said = cases.map(({ line, dialled, rules }) => {
      const decision = decideDial(dialled, rules);
      return `${line.split('|').slice(0, 2).join('|')}| ${decision.allowed ? decision.number : decision.refusal}`;
    });
    expect(said).toEqual(cases.map(({ line }) => line));
  });

  it('never says yes outside the tenant’s country and what is open, whatever is dialled', () => {
    const rules = { country: 'VN', openCountries: ['US'], closedPrefixes: [] };
    let seed = 7;
    const random = () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed / 2_147_483_648;
    };
    let allowed = 0;
    for (let tries = 0; tries < 10_000; tries += 1) {
      const length = 6 + Math.floor(random() * 10);
      const start = ['+', '00', '0', '+84', '+1', '+88', '+44', ''][Math.floor(random() * 8)] ?? '';
      const dialled = start + Array.from({ length }, () => Math.floor(random() * 10)).join('');
      const decision = decideDial(dialled, rules);
      if (!decision.allowed) continue;
      allowed += 1;
      expect(['VN', 'US']).toContain(decision.country);
      expect(decision.number).toMatch(/^\+(84|1)\d{4,13}$/);
    }
    expect(allowed).toBeGreaterThan(0);
  });

  it('takes nothing but text', () => {
    const rules = { country: 'VN', openCountries: [], closedPrefixes: [] };
    expect(decideDial(912_345_678 as unknown as string, rules)).toMatchObject({ allowed: false, refusal: 'malformed' });
  });

  it('tells the person what to do', () => {
    const decision = decideDial('+442079460018', { country: 'VN', openCountries: [], closedPrefixes: [] });
    expect(decision).toEqual({
      allowed: false,
      refusal: 'country_closed',
      number: '+442079460018',
      message: 'Calls to GB are closed; an administrator can open the country.',
    });
  });
});

describe('a number as a carrier writes it', () => {
  it.each([
    ['0912345678', '+84912345678'],
    ['84912345678', '+84912345678'],
    ['+442079460018', '+442079460018'],
    ['113', null],
    ['', null],
    ['anonymous', null],
    ['0912345678;x', null],
  ])('%j is %s', (written, number) => {
    expect(readNumber(written, 'VN')).toBe(number);
  });
});
