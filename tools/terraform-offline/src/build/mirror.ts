import {
  existsSync,
  linkSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '../paths.ts';
import { REAL_PROVIDERS } from '../providers.ts';
import type { SimulatedProvider } from '../providers.ts';
import type { ProviderSchema } from '../schema/types.ts';
import { hashOf } from './hash.ts';

/** Raise it when a mirror is laid out in another way. */
const LAYOUT = '1';

/** `linux_amd64`, as Terraform names a platform. */
const platform = `${process.platform}_${
  process.arch === 'x64' ? 'amd64' : process.arch
}`;

/** What a mirror is made of. */
export interface MirrorParts {
  /** Folder of the real providers' programs. */
  real: string;
  /** The stub, and each provider for which it stands with the file of its schema. */
  simulated?: {
    stub: string;
    schemas: readonly { provider: SimulatedProvider; file: string }[];
    /** Types that are served: all others stay in the cache, because each start reads what is served. */
    types: ReadonlySet<string>;
  };
}

/** Where a mirror lies, and the configuration that makes Terraform use nothing else. */
export interface Mirror {
  dir: string;
  /** For `TF_CLI_CONFIG_FILE`. */
  cliConfig: string;
}

/** Resource and data types that the code below a folder names. */
export function typesUsed(folder: string): Set<string> {
  const types = new Set<string>();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const file of files.filter(name => /\.tf$|\.tftest\.hcl$/.test(name))) {
    if (file.includes('.terraform/')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, type] of text.matchAll(/^\s*(?:resource|data) "(\w+)"/gm)) {
      types.add(type);
    }
  }
  return types;
}

/** The path of a mirror for these parts; made by {@link makeMirror}. */
export function mirrorFor(parts: MirrorParts): Mirror {
  const key = hashOf([
    LAYOUT,
    parts.real,
    JSON.stringify(REAL_PROVIDERS),
    parts.simulated?.stub ?? '',
    ...(parts.simulated?.schemas.map(({ file }) => file) ?? []),
    ...[...(parts.simulated?.types ?? [])].sort(),
  ]);
  const dir = join(
    cacheDir(),
    `mirror-${parts.simulated ? 'clouds' : 'local'}-${key}`,
  );
  return { dir, cliConfig: join(dir, 'terraform.rc') };
}

function link(from: string, to: string) {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

/** Only what is used of a schema. */
function served(file: string, types: ReadonlySet<string>): ProviderSchema {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as ProviderSchema;
  const used = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([type]) => types.has(type)));
  return {
    provider: schema.provider,
    resource_schemas: used(schema.resource_schemas),
    data_source_schemas: used(schema.data_source_schemas),
  };
}

/**
 * Lays a filesystem mirror out, unless it is there: a folder for each provider
 * below the registry's name, and below OpenTofu's.
 */
export function makeMirror(parts: MirrorParts): Mirror {
  const mirror = mirrorFor(parts);
  if (existsSync(mirror.cliConfig)) return mirror;
  const temporary = `${mirror.dir}.${process.pid}.part`;
  rmSync(temporary, { recursive: true, force: true });
  const folderOf = (name: string, version: string) => {
    const folder = join(
      temporary,
      'registry.terraform.io/hashicorp',
      name,
      version,
      platform,
    );
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const program = (name: string, version: string) =>
    `terraform-provider-${name}_v${version}`;
  for (const { name, version } of REAL_PROVIDERS) {
    link(
      join(parts.real, `terraform-provider-${name}`),
      join(folderOf(name, version), program(name, version)),
    );
  }
  for (const { provider, file } of parts.simulated?.schemas ?? []) {
    const folder = folderOf(provider.name, provider.version);
    link(
      parts.simulated!.stub,
      join(folder, program(provider.name, provider.version)),
    );
    writeFileSync(
      join(folder, 'schema.json'),
      JSON.stringify(served(file, parts.simulated!.types)),
    );
  }
  symlinkSync(
    'registry.terraform.io',
    join(temporary, 'registry.opentofu.org'),
  );
  writeFileSync(
    join(temporary, 'terraform.rc'),
    [
      '# Providers come from this folder alone: nothing is asked of a registry.',
      'disable_checkpoint = true',
      '',
      'provider_installation {',
      '  filesystem_mirror {',
      `    path = ${JSON.stringify(mirror.dir)}`,
      '  }',
      '}',
      '',
    ].join('\n'),
  );
  rmSync(mirror.dir, { recursive: true, force: true });
  renameSync(temporary, mirror.dir);
  return mirror;
}
