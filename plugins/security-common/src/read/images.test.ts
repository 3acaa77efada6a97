import { ImageRef } from '../types';
import { matchImages, normalizeRepository, runningImage } from './images';
import { parsePurl } from './purl';

const sha = (digit: string) => `sha256:${digit.repeat(64)}`;
const image = (tag: string | undefined, ...digests: ImageRef['digests']) => ({
  repository: 'docker.io/shop/app',
  ...(tag ? { tag } : {}),
  digests,
});

describe('names of images', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx'],
    ['shop/app', 'docker.io/shop/app'],
    ['index.docker.io/library/nginx', 'docker.io/library/nginx'],
    ['localhost/app', 'localhost/app'],
    ['localhost:5000/app', 'localhost:5000/app'],
    ['GHCR.io/Shop/App', 'ghcr.io/shop/app'],
  ])('%s is %s', (name, expected) =>
    expect(normalizeRepository(name)).toBe(expected),
  );

  it.each<[string, string, string | undefined, object]>([
    [
      'docker',
      'shop/app:1',
      `docker-pullable://shop/app@${sha('1')}`,
      image('1', { kind: 'requested', digest: sha('1') }),
    ],
    [
      'containerd',
      'shop/app:1',
      `docker.io/shop/app@${sha('1')}`,
      image('1', { kind: 'requested', digest: sha('1') }),
    ],
    [
      'CRI-O and side-loaded images: a bare id is of the configuration',
      'shop/app:1',
      sha('2'),
      image('1', { kind: 'config', digest: sha('2') }),
    ],
    [
      'the digest of the spec, without an id',
      `shop/app@${sha('3')}`,
      '',
      image(undefined, { kind: 'requested', digest: sha('3') }),
    ],
    ['nothing but a tag', 'shop/app:1', undefined, image('1')],
  ])('reads %s', (_, name, id, expected) =>
    expect(runningImage(name, id)).toEqual(expected),
  );
});

describe('matchImages', () => {
  const index = { kind: 'index', digest: sha('1') } as const;
  const manifest = { kind: 'manifest', digest: sha('2') } as const;
  const config = { kind: 'config', digest: sha('3') } as const;
  const requested = { kind: 'requested', digest: sha('1') } as const;

  it.each<[string, ImageRef, ImageRef, object | undefined]>([
    [
      'one digest of several in common',
      image('1', index, manifest, config),
      image('2', config),
      { evidence: 'digest', kind: 'config' },
    ],
    [
      'the index digest that was requested',
      image('1', index, manifest),
      image('1', requested),
      { evidence: 'digest', kind: 'index' },
    ],
    [
      'the tag alone: probable',
      image('1'),
      image('1', requested),
      { evidence: 'probable', by: 'tag' },
    ],
    [
      'index and manifest of one image: probable',
      image('1', manifest),
      image('1', requested),
      { evidence: 'probable', by: 'tag' },
    ],
    [
      'a tag that was moved: no match',
      image('1', { kind: 'config', digest: sha('8') }),
      image('1', { kind: 'config', digest: sha('9') }),
      undefined,
    ],
    ['another tag', image('1'), image('2'), undefined],
    ['no tag and no digest', image(undefined), image(undefined), undefined],
  ])('by %s', (_, a, b, expected) =>
    expect(matchImages(a, b)).toEqual(expected),
  );
});

describe('package URLs', () => {
  it.each([
    [
      'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12.5',
      ['deb', 'pkg:deb/debian/openssl', '3.0.11-1~deb12u2'],
    ],
    ['pkg:npm/%40babel/core@7.1.0', ['npm', 'pkg:npm/%40babel/core', '7.1.0']],
    ['pkg:npm/@babel/core@7.1.0', ['npm', 'pkg:npm/%40babel/core', '7.1.0']],
    [
      'pkg:golang/golang.org/x/net@v0.1.0#http2',
      ['golang', 'pkg:golang/golang.org/x/net', 'v0.1.0'],
    ],
    ['pkg:npm/qs', ['npm', 'pkg:npm/qs', undefined]],
    ['qs@1', undefined],
    [undefined, undefined],
  ])('%s', (given, expected) => {
    const purl = parsePurl(given);
    expect(purl && [purl.type, purl.withoutVersion, purl.version]).toEqual(
      expected,
    );
  });
});
