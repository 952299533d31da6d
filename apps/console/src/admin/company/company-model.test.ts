import { expect, test } from 'vitest';
import { settingsOf, valuesOf, wrongOrigin } from './company-model.ts';

const settings = {
  name: 'Meridian',
  colour: '#0b6e69',
  logoUrl: null,
  origins: ['https://a.example', 'http://localhost:3000'],
  defaultLocale: 'nl',
  timeZone: 'Europe/Amsterdam',
  transactionHashSeconds: 60,
  offerSeconds: 20,
};

test('settings go through the form unchanged', () => {
  expect(settingsOf(valuesOf(settings))).toEqual({ ...settings, agentPageOrigins: [], customerGoneSeconds: 180 });
});

test('a pasted address is taken for its origin, once', () => {
  const values = { ...valuesOf(settings), origins: 'https://A.example/help?x=1\n\n https://a.example ' };
  expect(settingsOf(values).origins).toEqual(['https://a.example']);
});

test('a line that is no origin is named', () => {
  expect(wrongOrigin('https://a.example\na.example')).toBe('a.example');
  expect(wrongOrigin('')).toBeNull();
});
