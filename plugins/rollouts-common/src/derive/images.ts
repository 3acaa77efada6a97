import { compact } from '@slipway/plugin-clusters-common/read';
import { ContainerView, ImageChange } from '../types';

/** An image reference in its parts. A port of the registry is not taken for a tag. */
interface ImageParts {
  /** `registry.example:5000/shop/basket`. */
  repository: string;
  /** Last part of the repository: `basket`. */
  name: string;
  tag?: string;
  digest?: string;
}

function partsOf(image: string): ImageParts {
  const [path, digest] = image.split('@');
  const slash = path.lastIndexOf('/') + 1;
  const colon = path.indexOf(':', slash);
  const repository = colon < 0 ? path : path.slice(0, colon);
  return compact<ImageParts>({
    repository,
    name: repository.slice(slash),
    tag: colon < 0 ? undefined : path.slice(colon + 1),
    digest,
  });
}

const shortDigest = (digest: string) => digest.slice(0, 'sha256:'.length + 12);

/** What users call the version: the tag of an image, else the short digest, else the image itself. */
export function imageTag(image: string | undefined): string | undefined {
  if (!image) return undefined;
  const { tag, digest, name } = partsOf(image);
  return tag ?? (digest ? shortDigest(digest) : name);
}

/**
 * Both versions of a changed image, in words that differ: tags; with the same
 * tag the digests, else the repositories.
 */
export function imagePair(from: string, to: string): [string, string] {
  const [a, b] = [partsOf(from), partsOf(to)];
  const tags = [imageTag(from) ?? from, imageTag(to) ?? to] as const;
  if (tags[0] !== tags[1]) {
    return a.name === b.name || (!a.tag && !a.digest) || (!b.tag && !b.digest)
      ? [...tags]
      : [`${a.name}:${tags[0]}`, `${b.name}:${tags[1]}`];
  }
  if (a.repository !== b.repository) {
    return [`${a.repository}:${tags[0]}`, `${b.repository}:${tags[1]}`];
  }
  const digest = (parts: ImageParts) =>
    parts.digest ? `@${shortDigest(parts.digest)}` : ' without digest';
  return [`${tags[0]}${digest(a)}`, `${tags[1]}${digest(b)}`];
}

/**
 * Containers whose image differs, main containers first, each in the order of
 * the new template; removed ones last. A container that is renamed is removed
 * and added.
 *
 * @see pkg/kubectl-argo-rollouts/info/replicaset_info.go `GetReplicaSetInfo`: images of all containers
 */
export function imageChanges(
  from: readonly ContainerView[],
  to: readonly ContainerView[],
): ImageChange[] {
  const named = (list: readonly ContainerView[], name: string) =>
    list.find(container => container.name === name);
  const changed = to.flatMap(({ name, init, image }): ImageChange[] => {
    const before = named(from, name)?.image;
    if (before === image) return [];
    return [compact({ container: name, init, from: before, to: image })];
  });
  const removed = from
    .filter(({ name }) => !named(to, name))
    .map(({ name, init, image }) => ({ container: name, init, from: image }));
  return [...changed, ...removed].sort(
    (a, b) => Number(a.init) - Number(b.init),
  );
}

/** One change in words, without the container: `1.0.0 → 2.0.0`, `3.1 added`, `3.1 removed`. */
export function imageChangeWords({ from, to }: ImageChange): string {
  if (from !== undefined && to !== undefined) {
    return imagePair(from, to).join(' → ');
  }
  return to !== undefined
    ? `${imageTag(to) ?? 'unknown'} added`
    : `${imageTag(from) ?? 'unknown'} removed`;
}
