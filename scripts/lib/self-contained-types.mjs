import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot } from './root.mjs';

/**
 * Makes a folder of declarations whole: what they take from workspaces that are not published, and from packages of which only types are needed, lies beside them
 * afterwards and is named by its place. Whoever installs the package needs nothing else.
 *
 * @param {string} folder holds the declarations of the packages, each under its own name
 */
export function makeSelfContained(folder) {
  const typebox = join(folder, 'typebox');
  cpSync(inRoot('node_modules/typebox/build'), typebox, {
    recursive: true,
    filter: (source) => !/\.[a-z]+$/.test(source) || source.endsWith('.d.mts'),
  });
  copyFileSync(inRoot('node_modules/typebox/license'), join(typebox, 'license'));
  /** @type {Record<string, string>} */
  const places = {
    '@alongside/protocol': join(folder, 'protocol/src/index.ts'),
    '@alongside/protocol/constants': join(folder, 'protocol/src/constants.ts'),
    typebox: join(typebox, 'index.mjs'),
  };
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const file = join(folder, name);
    const text = readFileSync(file, 'utf8');
    const named = text.replace(/(\bfrom |\bimport\()(['"])([^'".][^'"]*)\2/g, (whole, before, quote, specifier) => {
      const place = places[specifier];
      return place === undefined ? whole : `${before}${quote}${toward(dirname(file), place)}${quote}`;
    });
    if (named !== text) writeFileSync(file, named);
  }
}

/** @param {string} from @param {string} to */
function toward(from, to) {
  const path = relative(from, to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}
