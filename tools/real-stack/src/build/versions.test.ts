import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(__dirname, '..', '..', '..', '..');

interface Row {
  name: string;
  version: string;
  from: string;
  usedFor: string;
  pinnedIn: string;
}

const rows = parse(readFileSync(join(root, 'versions.yaml'), 'utf8')) as Row[];

/** The line of a go.mod that pins the module named in the row's `from`. */
function pattern({ from, version }: Row): RegExp {
  const [, goModule] = /^Go module (\S+)/.exec(from) ?? [];
  const escaped = version.replaceAll('.', '\\.');
  return goModule
    ? new RegExp(`^\\s*(require )?${goModule} v${escaped}$`, 'm')
    : new RegExp(`(^|[^\\d.])${escaped}($|[^\\d.])`, 'm');
}

describe('versions.yaml', () => {
  it.each(rows)('$name has every column', row => {
    expect(row).toEqual({
      name: expect.stringMatching(/\S/),
      version: expect.stringMatching(/^\d/),
      from: expect.stringMatching(/\S/),
      usedFor: expect.stringMatching(/\S/),
      pinnedIn: expect.any(String),
    });
  });

  it.each(rows.filter(row => row.pinnedIn))(
    '$name is $version in $pinnedIn',
    row => {
      const file = join(root, row.pinnedIn);
      expect(existsSync(file)).toBe(true);
      expect(readFileSync(file, 'utf8')).toMatch(pattern(row));
    },
  );
});
