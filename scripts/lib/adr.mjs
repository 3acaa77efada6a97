import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

const FOLDER = join(ROOT, 'docs/adr');
const SECTIONS = ['Status', 'Context', 'Decision', 'Consequences'];

/** Names of the files of the decisions, by number. */
export const decisions = () =>
  readdirSync(FOLDER)
    .filter(name => /^\d{4}-.+\.md$/.test(name))
    .sort();

/**
 * A decision as its file has it.
 *
 * @param {string} name
 * @returns {{number: string, title: string, sections: string[]}} `title` is empty
 *   when the first line is not `# <number>: <title>`
 */
export function readDecision(name) {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  const number = name.slice(0, 4);
  const [first] = text.split('\n');
  const start = `# ${number}: `;
  return {
    number,
    title: first.startsWith(start) ? first.slice(start.length) : '',
    sections: [...text.matchAll(/^## (.+)$/gm)].map(([, section]) => section),
  };
}

/** What every decision has, in this order. */
export const DECISION_SECTIONS = SECTIONS;

/** The lines of the index. */
export const indexLines = () =>
  decisions().map(name => {
    const { number, title } = readDecision(name);
    return `- [${number}](${name}): ${title}`;
  });

/** The text of `docs/adr/README.md`. */
export const readIndex = () => readFileSync(join(FOLDER, 'README.md'), 'utf8');
