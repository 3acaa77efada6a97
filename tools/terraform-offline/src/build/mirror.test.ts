import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMirror, mirrorFor, typesUsed } from './mirror.ts';
import type { MirrorParts } from './mirror.ts';

describe('a mirror', () => {
  const { SLIPWAY_CACHE: before } = process.env;
  let dir: string;
  let parts: MirrorParts;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mirror-'));
    process.env.SLIPWAY_CACHE = join(dir, 'cache');
    const real = join(dir, 'real');
    mkdirSync(real);
    for (const name of ['local', 'time']) {
      writeFileSync(join(real, `terraform-provider-${name}`), name);
    }
    const stub = join(dir, 'stub');
    writeFileSync(stub, 'stub');
    const file = join(dir, 'cloud.json');
    writeFileSync(
      file,
      JSON.stringify({
        provider: { version: 0, block: {} },
        resource_schemas: { cloud_a: { version: 0 }, cloud_b: { version: 0 } },
        data_source_schemas: { cloud_a: { version: 0 } },
      }),
    );
    const provider = {
      name: 'cloud',
      version: '1.2.3',
      wheel: 'bindings',
      wheelVersion: '9',
    };
    parts = {
      real,
      simulated: {
        stub,
        schemas: [{ provider, file }],
        types: new Set(['cloud_a']),
      },
    };
  });
  afterEach(() => {
    if (before === undefined) delete process.env.SLIPWAY_CACHE;
    else process.env.SLIPWAY_CACHE = before;
    rmSync(dir, { recursive: true });
  });

  it('has each provider below both registries, with the types that are used', () => {
    const mirror = makeMirror(parts);
    const platform = `${process.platform}_${
      process.arch === 'x64' ? 'amd64' : process.arch
    }`;
    for (const registry of ['registry.terraform.io', 'registry.opentofu.org']) {
      const folder = join(mirror.dir, registry, 'hashicorp');
      expect(
        readFileSync(
          join(
            folder,
            `time/0.14.2/${platform}/terraform-provider-time_v0.14.2`,
          ),
          'utf8',
        ),
      ).toBe('time');
      const cloud = join(folder, `cloud/1.2.3/${platform}`);
      expect(
        readFileSync(join(cloud, 'terraform-provider-cloud_v1.2.3'), 'utf8'),
      ).toBe('stub');
      const schema = JSON.parse(
        readFileSync(join(cloud, 'schema.json'), 'utf8'),
      );
      expect(Object.keys(schema.resource_schemas)).toEqual(['cloud_a']);
    }
    expect(readFileSync(mirror.cliConfig, 'utf8')).toContain(
      `path = "${mirror.dir}"`,
    );
  });

  it('asks nothing of a registry', () => {
    expect(readFileSync(makeMirror(parts).cliConfig, 'utf8')).not.toMatch(
      /^\s*direct/m,
    );
  });

  it('is another one when other types are used', () => {
    const other = mirrorFor({
      ...parts,
      simulated: { ...parts.simulated!, types: new Set(['cloud_b']) },
    });
    expect(other.dir).not.toBe(mirrorFor(parts).dir);
    expect(existsSync(other.cliConfig)).toBe(false);
  });

  it('serves what the code names', () => {
    const code = join(dir, 'code');
    mkdirSync(join(code, 'a', '.terraform', 'modules'), { recursive: true });
    writeFileSync(
      join(code, 'a', 'main.tf'),
      'resource "cloud_a" "x" {\n}\n\ndata "cloud_b" "x" {}\n# resource "cloud_c"\n',
    );
    writeFileSync(
      join(code, 'a', '.terraform', 'modules', 'main.tf'),
      'resource "cloud_d" "x" {}\n',
    );
    expect([...typesUsed(code)].sort()).toEqual(['cloud_a', 'cloud_b']);
  });
});
