import { Refused } from '@alongside/domain';
import { LIMITS } from '@alongside/protocol';
import { expect, test } from 'vitest';
import { parseGuardedJson } from './guard-json.ts';

const codeOf = (text: string): string => {
  try {
    parseGuardedJson(text);
    return 'accepted';
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};
const nested = (levels: number, open = '[', close = ']') => open.repeat(levels) + close.repeat(levels);

test('[ERR3] 32 levels pass, 33 do not, and a hundred thousand cost no stack', () => {
  expect(codeOf(nested(LIMITS.jsonDepth))).toBe('accepted');
  expect(codeOf(nested(LIMITS.jsonDepth + 1))).toBe('too_deep');
  expect(codeOf(nested(100_000))).toBe('too_deep');
  expect(codeOf(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`)).toBe('too_deep');
});

test('brackets inside strings are no levels', () => {
  expect(parseGuardedJson(`{"a":"${'['.repeat(50)}\\"${'{'.repeat(50)}"}`)).toEqual({
    a: `${'['.repeat(50)}"${'{'.repeat(50)}`,
  });
});

test('a quote ends a string after an even number of backslashes and not after an odd one', () => {
  for (let count = 0; count < 8; count += 1) {
    const inside = '\\'.repeat(count);
    const text = count % 2 === 0 ? `{"a":"${inside}","a":1}` : `{"a":"${inside}"${'['.repeat(50)}"}`;
    expect(codeOf(text), text).toBe(count % 2 === 0 ? 'malformed_json' : 'accepted');
  }
});

test('a key that stands twice is refused, also when it is spelt with an escape; in another object it is not', () => {
  expect(codeOf('{"a":1,"a":2}')).toBe('malformed_json');
  expect(codeOf('{"a":1,"\\u0061":2}')).toBe('malformed_json');
  expect(codeOf('{"a":{"a":1},"b":[{"a":1},{"a":2}],"c":"a"}')).toBe('accepted');
});

test('a key that reaches for a prototype is refused', () => {
  expect(codeOf('{"__proto__":{"admin":true}}')).toBe('malformed_json');
  expect(codeOf('{"x":{"\\u005f_proto__" : 1}}')).toBe('malformed_json');
});

test('what is not JSON is malformed', () => {
  for (const text of ['', '{', '{"a":}', 'nul', '"abc', '[1,]', '{"a" 1}', '\ufeff{}', "{'a':1}", '"\\']) {
    expect(codeOf(text), text).toBe('malformed_json');
  }
});

test('text that no database can keep is refused and its place named', () => {
  for (const [text, rule] of [
    ['{"a":{"b/c":"x\\u0000y"}}', 'no U+0000'],
    ['{"a":{"b/c":"\\ud800"}}', 'well-formed Unicode'],
  ] as const) {
    let refusal: unknown;
    try {
      parseGuardedJson(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: 'invalid_request', detail: { field: '/a/b~1c', rule } });
  }
  expect(codeOf('"\\ud83d\\ude00"')).toBe('accepted');
});
