#!/usr/bin/env node
/**
 * Makes the scans in `scans/` again, by a real Trivy and without its servers:
 * two releases of an image from a registry on loopback, against a database of
 * a few public vulnerabilities (`known.json`). README.md says how.
 *
 * node record.mjs PATH_OF_TRIVY
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const [trivy] = process.argv.slice(2);
const REPOSITORY = 'shop/orders';

const RELEASES = {
  '1.8.2': {
    alpine: { openssl: '3.1.3-r0', busybox: '1.36.1-r0' },
    npm: { qs: '6.5.2', lodash: '4.17.20' },
  },
  '1.9.0': {
    alpine: { openssl: '3.1.4-r1', busybox: '1.36.1-r0' },
    npm: { qs: '6.5.2', lodash: '4.17.21', minimist: '1.2.5' },
    // In the form of a key, and none.
    files: {
      'app/.env': `AWS_ACCESS_KEY_ID=${['AKIA', 'QYLPMN5HFIQR7XYA'].join(
        '',
      )}\n`,
    },
  },
};

const sha = bytes =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** The tar of a layer. */
function layerOf({ alpine, npm, files = {} }, folder) {
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  put('etc/alpine-release', '3.18.4\n');
  put('etc/os-release', 'ID=alpine\nVERSION_ID=3.18.4\n');
  put(
    'lib/apk/db/installed',
    Object.entries(alpine)
      .map(
        ([name, version]) =>
          `P:${name}\nV:${version}\nA:x86_64\no:${name}\nL:Apache-2.0\n`,
      )
      .join('\n'),
  );
  for (const [name, version] of Object.entries(npm)) {
    put(
      `app/node_modules/${name}/package.json`,
      JSON.stringify({ name, version }),
    );
  }
  for (const [path, text] of Object.entries(files)) put(path, text);
  return execFileSync(
    'tar',
    [
      '--sort=name',
      '--mtime=@0',
      '--owner=0',
      '--group=0',
      '--numeric-owner',
      '-cf',
      '-',
      '.',
    ],
    { cwd: folder },
  );
}

/** What a registry has of each release, by digest and tag. */
function registryOf(folder) {
  const blobs = new Map();
  const manifests = new Map();
  const keep = (map, content, type) => {
    const bytes = Buffer.isBuffer(content)
      ? content
      : Buffer.from(JSON.stringify(content));
    const found = { bytes, type, digest: sha(bytes) };
    map.set(found.digest, found);
    return {
      mediaType: type,
      digest: found.digest,
      size: bytes.length,
    };
  };
  for (const [tag, release] of Object.entries(RELEASES)) {
    const tar = layerOf(release, join(folder, tag));
    const layer = keep(blobs, tar, 'application/vnd.oci.image.layer.v1.tar');
    const config = keep(
      blobs,
      {
        architecture: 'amd64',
        os: 'linux',
        created: '2026-11-28T10:00:00Z',
        config: {},
        rootfs: { type: 'layers', diff_ids: [sha(tar)] },
      },
      'application/vnd.oci.image.config.v1+json',
    );
    const manifest = keep(
      manifests,
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        config,
        layers: [layer],
      },
      'application/vnd.oci.image.manifest.v1+json',
    );
    const index = keep(
      manifests,
      {
        schemaVersion: 2,
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [
          { ...manifest, platform: { architecture: 'amd64', os: 'linux' } },
        ],
      },
      'application/vnd.oci.image.index.v1+json',
    );
    manifests.set(tag, manifests.get(index.digest));
  }
  return createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://registry');
    if (pathname === '/v2/') return response.end('{}');
    const [, kind, reference] =
      /^\/v2\/.+\/(manifests|blobs)\/([^/]+)$/.exec(pathname) ?? [];
    const found = (kind === 'blobs' ? blobs : manifests).get(reference);
    if (!found) return response.writeHead(404).end('{}');
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': found.bytes.length,
      'docker-content-digest': found.digest,
    });
    return response.end(request.method === 'HEAD' ? undefined : found.bytes);
  });
}

const folder = mkdtempSync(join(tmpdir(), 'trivy-'));
const cache = join(folder, 'cache');
mkdirSync(join(cache, 'db'), { recursive: true });
execFileSync(
  'go',
  ['run', '.', join(HERE, 'known.json'), join(cache, 'db', 'trivy.db')],
  { cwd: join(HERE, 'db'), env: { ...process.env, CGO_ENABLED: '0' } },
);
writeFileSync(
  join(cache, 'db', 'metadata.json'),
  JSON.stringify({
    Version: 2,
    NextUpdate: '2099-01-01T00:00:00Z',
    UpdatedAt: '2026-11-28T00:00:00Z',
    DownloadedAt: '2026-11-28T00:00:00Z',
  }),
);
const server = registryOf(folder);
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const host = `127.0.0.1:${server.address().port}`;

/** Not synchronous: this process is the registry. */
const scan = args =>
  new Promise((resolve, reject) => {
    const child = spawn(
      trivy,
      [...args, '--cache-dir', cache, '--quiet', '--format', 'json'],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const chunks = [];
    child.stdout.on('data', chunk => chunks.push(chunk));
    child.on('exit', code =>
      code === 0
        ? resolve(Buffer.concat(chunks).toString('utf8'))
        : reject(new Error(`trivy ended with ${code}`)),
    );
  });

mkdirSync(join(HERE, 'scans'), { recursive: true });
try {
  for (const tag of Object.keys(RELEASES)) {
    const text = await scan([
      'image',
      `${host}/${REPOSITORY}:${tag}`,
      '--insecure',
      '--image-src',
      'remote',
      '--scanners',
      'vuln,secret',
      '--list-all-pkgs=false',
      '--skip-db-update',
      '--skip-java-db-update',
      '--skip-version-check',
      '--offline-scan',
    ]);
    writeFileSync(
      join(HERE, 'scans', `${tag}.json`),
      `${JSON.stringify(
        JSON.parse(text.replaceAll(host, 'registry.example.test')),
        null,
        2,
      )}\n`,
    );
  }
} finally {
  server.close();
  server.closeAllConnections();
  rmSync(folder, { recursive: true, force: true });
}
