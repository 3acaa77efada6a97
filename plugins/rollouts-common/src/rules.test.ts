import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join, relative } from 'path';

const ROOT = join(__dirname, '../../..');
const PAGE = readFileSync(
  join(ROOT, 'docs/architecture/rollouts-rules.md'),
  'utf8',
);

/** The own rule of the portal: nothing upstream says it. */
const OWN = 'Slipway';

/** Exported functions that read a rollout and say nothing of it by themselves. */
const HELPERS: Record<string, string> = {
  'derive/pauses.ts#conditionOf': 'finds a condition by its type',
  'actions/operations.ts#seenStateOf': 'what the user saw, sent as it is',
  'actions/operations.ts#changedSentence': 'where it is now, in a refusal',
  'actions/command.ts#nameWord': 'a word of a command',
  'actions/command.ts#pluginCommand': 'form of a command',
  'actions/command.ts#patchCommand': 'form of a command',
  'actions/planParts.ts#placeOf': 'what the record keeps',
  'actions/planParts.ts#stepAfter': 'what the record keeps',
  'actions/statusOperations.ts#withStatus': 'address of a patch',
  'actions/operations.ts#specPatch': 'address of a patch',
  'actions/operations.ts#statusPatch': 'address of a patch',
  'actions/operations.ts#objectPatch': 'address of a patch',
};

/** Types whose reader is a derivation. */
const SUBJECT =
  /:\s*(?:readonly\s+)?(?:Rollout|RolloutSummary|RolloutCore|RolloutDetail)\b/;

interface Rule {
  file: string;
  name: string;
  says: string;
  upstream: string[];
}

const quoted = (cell: string) =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text);

const rules: Rule[] = PAGE.split('\n')
  .filter(line => /^\| `[^`]+#/.test(line))
  .map(line => {
    const [derivation, says, upstream] = line
      .split('|')
      .slice(1)
      .map(cell => cell.trim());
    const [file, name] = quoted(derivation)[0].split('#');
    return { file, name, says, upstream: quoted(upstream) };
  });

const pathOf = (file: string) =>
  /^(?:core|plugins)\//.test(file) ? join(ROOT, file) : join(__dirname, file);

interface Exported {
  name: string;
  docstring: string;
  /** The code from the name on, up to the body. */
  head: string;
}

/** Exported functions of a file with their docstrings. */
function exportedFunctions(path: string): Exported[] {
  const text = readFileSync(path, 'utf8');
  const found = text.matchAll(
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?export (?:async )?(?:function (\w+)|const (\w+) = (?:<[^=]*>)?(?=\(|async \())/g,
  );
  return [...found].map(match => {
    const rest = text.slice((match.index ?? 0) + match[0].length);
    return {
      name: match[2] ?? match[3],
      docstring: match[1] ?? '',
      head: rest.slice(0, rest.search(/=>|\{\n/)),
    };
  });
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : [];
  });
}

const id = ({ file, name }: Pick<Rule, 'file' | 'name'>) => `${file}#${name}`;

describe('docs/architecture/rollouts-rules.md', () => {
  it('has rows', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(new Set(rules.map(id)).size).toBe(rules.length);
  });

  it.each(rules.map(rule => [id(rule), rule] as const))(
    '%s is there and names the same upstream file',
    (_, { file, name, says, upstream }) => {
      expect(existsSync(pathOf(file))).toBe(true);
      const own = exportedFunctions(pathOf(file)).find(
        one => one.name === name,
      );
      expect(own?.name).toBe(name);
      expect(says).not.toBe('');
      expect(upstream).not.toEqual([]);
      for (const one of upstream.filter(named => named !== OWN)) {
        expect(own?.docstring).toContain('@see');
        expect(own?.docstring).toContain(one);
      }
    },
  );

  it('has a row for every derivation', () => {
    const listed = new Set([...rules.map(id), ...Object.keys(HELPERS)]);
    const missing = ['derive', 'actions']
      .flatMap(folder => sources(join(__dirname, folder)))
      .flatMap(path =>
        exportedFunctions(path)
          .filter(({ head }) => SUBJECT.test(head))
          .map(({ name }) => id({ file: relative(__dirname, path), name })),
      )
      .filter(name => !listed.has(name));
    expect(missing).toEqual([]);
  });

  it('lists only helpers that are there', () => {
    const gone = Object.keys(HELPERS).filter(name => {
      const [file, exported] = name.split('#');
      return !exportedFunctions(pathOf(file)).some(
        one => one.name === exported,
      );
    });
    expect(gone).toEqual([]);
  });
});
