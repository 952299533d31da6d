import { createInterface } from 'node:readline/promises';

/**
 * A question that only the word "yes" agrees to. @param {string} question @returns {Promise<boolean>}
 */
export async function agreed(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await terminal.question(`${question} Type yes to go on: `)).trim().toLowerCase() === 'yes';
  } finally {
    terminal.close();
  }
}
