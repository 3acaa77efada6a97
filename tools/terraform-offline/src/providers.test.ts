import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REAL_PROVIDERS, SIMULATED_PROVIDERS } from './providers.ts';

const INFRA = join(__dirname, '..', '..', '..', 'infra', 'terraform');

/** Constraints of every `required_providers` below a folder: name to the versions asked for. */
function constraints(): Map<string, Set<string>> {
  const all = new Map<string, Set<string>>();
  const files = readdirSync(INFRA, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(
    name => name.endsWith('.tf') && !name.includes('.terraform/'),
  )) {
    const text = readFileSync(join(INFRA, file), 'utf8');
    for (const [, name, version] of text.matchAll(
      /source\s+= "hashicorp\/(\w+)"\n\s+version = "([^"]+)"/g,
    )) {
      all.set(name, (all.get(name) ?? new Set()).add(version));
    }
  }
  return all;
}

describe('providers', () => {
  const asked = constraints();

  it('are those that the code asks for', () => {
    expect([...asked.keys()].sort()).toEqual(
      [...REAL_PROVIDERS, ...SIMULATED_PROVIDERS]
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each([...REAL_PROVIDERS, ...SIMULATED_PROVIDERS])(
    '$name $version is what every root and module pins',
    ({ name, version }) => {
      const minor = version.split('.').slice(0, 2).join('.');
      expect([...(asked.get(name) ?? [])]).toEqual([`~> ${minor}`]);
    },
  );
});
