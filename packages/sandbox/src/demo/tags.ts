/** How a release behaves, given by its image tag (see `releaseBehaviour` of the platform model). */
export type ReleaseQuality = 'good' | 'errors' | 'slow' | 'crash';

export const QUALITIES: readonly ReleaseQuality[] = [
  'good',
  'errors',
  'slow',
  'crash',
];

/** The numbers of a tag such as `0.3.0-errors`, or nothing when it is another kind of tag. */
export function parseTag(tag: string): [number, number, number] | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)(-[a-z0-9-]+)?$/.exec(tag);
  return match
    ? [Number(match[1]), Number(match[2]), Number(match[3])]
    : undefined;
}

export function qualityOf(tag: string): ReleaseQuality {
  const marks = tag.split('-').slice(1);
  return (
    QUALITIES.find(quality => marks.includes(quality)) ??
    (marks.includes('flaky') ? 'errors' : 'good')
  );
}

/** The tag after all of these: one minor version above the highest, with the mark of its quality. */
export function nextTag(
  tags: readonly string[],
  quality: ReleaseQuality,
): string {
  let highest: [number, number, number] = [0, 0, 0];
  for (const tag of tags) {
    const version = parseTag(tag);
    if (
      version &&
      (version[0] > highest[0] ||
        (version[0] === highest[0] && version[1] > highest[1]))
    ) {
      highest = version;
    }
  }
  const version = `${highest[0]}.${highest[1] + 1}.0`;
  return quality === 'good' ? version : `${version}-${quality}`;
}
