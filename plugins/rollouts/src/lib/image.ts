/**
 * What a person calls the version: the tag of an image, else the short digest,
 * else the image itself. A port of the registry is not taken for a tag.
 */
export function imageTag(image: string | undefined): string | undefined {
  if (!image) return undefined;
  const [name, digest] = image.split('@');
  const lastPart = name.slice(name.lastIndexOf('/') + 1);
  const colon = lastPart.indexOf(':');
  if (colon >= 0) return lastPart.slice(colon + 1);
  if (digest) return digest.slice(0, 'sha256:'.length + 12);
  return lastPart;
}
