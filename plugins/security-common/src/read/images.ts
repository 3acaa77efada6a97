import { DigestKind, ImageDigest, ImageMatch, ImageRef } from '../types';

const DIGEST = /^sha(?:256|512):[0-9a-f]{32,128}$/;
const DEFAULT_REGISTRY = 'docker.io';

/** A digest in its usual form, or undefined. */
export function digestOf(value: string | undefined): string | undefined {
  const digest = value?.trim().toLowerCase();
  return digest && DIGEST.test(digest) ? digest : undefined;
}

/**
 * A repository with its registry, as container runtimes resolve short names.
 *
 * @see reference.ParseNormalizedNamed of distribution
 */
export function normalizeRepository(name: string): string {
  const lower = name.trim().toLowerCase();
  const slash = lower.indexOf('/');
  const first = slash < 0 ? '' : lower.slice(0, slash);
  const hasRegistry = /[.:]/.test(first) || first === 'localhost';
  const registry = hasRegistry ? first : DEFAULT_REGISTRY;
  const path = hasRegistry ? lower.slice(slash + 1) : lower;
  if (!/^(index\.|registry-1\.)?docker\.io$/.test(registry)) {
    return `${registry}/${path}`;
  }
  return `${DEFAULT_REGISTRY}/${path.includes('/') ? path : `library/${path}`}`;
}

/** Splits `registry/repo:tag@digest`, as specs and builds name images. */
export function parseImage(
  name: string,
  kind: DigestKind = 'requested',
): ImageRef {
  const [named, digestPart] = name.split('@', 2);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const digest = digestOf(digestPart);
  return {
    repository: normalizeRepository(hasTag ? named.slice(0, colon) : named),
    ...(hasTag ? { tag: named.slice(colon + 1) } : {}),
    digests: digest ? [{ kind, digest }] : [],
  };
}

const withDigests = (ref: ImageRef, digests: ImageDigest[]): ImageRef => ({
  ...ref,
  digests: [
    ...ref.digests,
    ...digests.filter(
      ({ digest }) => !ref.digests.some(known => known.digest === digest),
    ),
  ],
});

/**
 * The image of a container that runs: what its spec names, with the digest that
 * the runtime reports. A bare id (CRI-O, side-loaded images) is that of the
 * configuration; without one, the digest of the spec counts.
 *
 * @param imageID - of `status.containerStatuses[]`
 */
export function runningImage(image: string, imageID?: string): ImageRef {
  const ref = parseImage(image);
  const id = imageID?.replace(/^[a-z-]+:\/\//, '') ?? '';
  const bare = digestOf(id);
  if (bare) return withDigests(ref, [{ kind: 'config', digest: bare }]);
  return withDigests(ref, parseImage(id).digests);
}

/**
 * Whether two names are of the same image. A digest in common proves it; the
 * same repository and tag make it probable, unless digests of one kind differ:
 * then the tag was moved. (Of `requested` ones nobody knows whether they are of
 * index or manifest, so that they prove nothing by being different.)
 */
export function matchImages(a: ImageRef, b: ImageRef): ImageMatch | undefined {
  for (const { digest, kind } of a.digests) {
    const same = b.digests.find(other => other.digest === digest);
    if (same) {
      return {
        evidence: 'digest',
        kind: kind === 'requested' ? same.kind : kind,
      };
    }
  }
  if (!a.tag || a.tag !== b.tag || a.repository !== b.repository) {
    return undefined;
  }
  const moved = a.digests.some(
    ({ kind }) =>
      kind !== 'requested' && b.digests.some(other => other.kind === kind),
  );
  return moved ? undefined : { evidence: 'probable', by: 'tag' };
}

/** For users: `docker.io/shop/order-service:1.9.0`, with a short digest where there is no tag. */
export function imageInWords({ repository, tag, digests }: ImageRef): string {
  if (tag) return `${repository}:${tag}`;
  const [first] = digests;
  return first ? `${repository}@${first.digest.slice(0, 19)}` : repository;
}
