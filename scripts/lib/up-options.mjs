import { parseArgs } from 'node:util';
import { Failure } from './failure.mjs';

export const help = `npm run up -- [options]

Installs and builds what is out of date, then runs Alongside with its demo bank until Ctrl-C.

  --data DIR           folder for everything it stores (default: .alongside)
  --port N             port of all pages and interfaces (default: 8080)
  --database-url URL   a PostgreSQL of your own (15 or later) in place of the embedded one
  --reset              delete the data folder first; asks before it does
  --yes                do not ask
  --help               this text
`;

/**
 * @typedef {object} UpOptions
 * @property {string} data
 * @property {number} port
 * @property {string | undefined} databaseUrl
 * @property {boolean} reset
 * @property {boolean} yes
 * @property {boolean} help
 */

/**
 * @param {string[]} words
 * @returns {UpOptions}
 */
export function parseUpOptions(words) {
  const values = parse(words);
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65_535) {
    throw new Failure(`--port takes a number from 0 to 65535, not "${values.port}".`);
  }
  const databaseUrl = values['database-url'];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new Failure('--database-url takes an address that begins with postgres://.');
  }
  if (values.data === '') throw new Failure('--data takes the path of a folder.');
  return { data: values.data, port, databaseUrl, reset: values.reset, yes: values.yes, help: values.help };
}

/** @param {string[]} words */
function parse(words) {
  try {
    return parseArgs({
      args: words,
      options: {
        data: { type: 'string', default: '.alongside' },
        port: { type: 'string', default: '8080' },
        'database-url': { type: 'string' },
        reset: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split(/[.\n]/)[0] ?? '') : String(error);
    throw new Failure(`${reason}; see npm run up -- --help.`);
  }
}

/** @param {UpOptions} options @param {string} main @returns {string[]} the command line of the server */
export function serverCommand({ data, port, databaseUrl }, main) {
  const words = [main, 'serve', '--demo', '--data', data, '--port', String(port)];
  return databaseUrl === undefined ? words : [...words, '--database-url', databaseUrl];
}
