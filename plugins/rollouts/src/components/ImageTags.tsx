import {
  ImageChange,
  imageChangeWords,
  imagePair,
  imageTag,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';

type Subject = Pick<
  RolloutSummary,
  'images' | 'imageChanges' | 'inProgress' | 'stableHash'
>;

/**
 * What an update changes, `1.8.2 → 1.9.0`, of several containers the first and
 * how many more; else the versions that run. Whole images of every container
 * on hover.
 */
export function ImageTags({ rollout }: { rollout: Subject }) {
  return (
    <span
      data-testid="image-tags"
      title={imageLines(rollout).join('\n')}
      style={{ fontVariantNumeric: 'tabular-nums', overflowWrap: 'anywhere' }}
    >
      <Words rollout={rollout} />
    </span>
  );
}

/** One line for each container: its image, and the one before where it changes. */
function imageLines({ images = [], imageChanges = [] }: Subject): string[] {
  const unchanged = images.filter(({ name }) =>
    imageChanges.every(({ container }) => container !== name),
  );
  const lines = [
    ...imageChanges.map(({ container, from, to }) =>
      from && to
        ? `${container}: ${from} → ${to}`
        : `${container}: ${to ? `${to} (added)` : `${from} (removed)`}`,
    ),
    ...unchanged.map(({ name, image }) => `${name}: ${image}`),
  ];
  return lines.length ? lines : ['image unknown'];
}

function Words({ rollout }: { rollout: Subject }) {
  const { images, imageChanges, inProgress, stableHash } = rollout;
  const present = tagsOf(images);
  // Nothing is stable before the first deployment: there is nothing to compare with.
  if (!inProgress || !stableHash) return <>{present}</>;
  if (!imageChanges) {
    return (
      <>
        {'unknown → '}
        <Side side="canary" text={present} />
      </>
    );
  }
  const [first, ...others] = imageChanges;
  if (!first) return <>{`${present}, image unchanged`}</>;
  const several =
    others.length > 0 || (images ?? []).filter(({ init }) => !init).length > 1;
  return (
    <>
      {several && `${first.container} `}
      <Change change={first} />
      {others.length > 0 && ` +${others.length} more`}
    </>
  );
}

function Change({ change }: { change: ImageChange }) {
  const { from, to } = change;
  if (from === undefined || to === undefined) {
    return <>{imageChangeWords(change)}</>;
  }
  const [before, after] = imagePair(from, to);
  return (
    <>
      <Side side="stable" text={before} />
      {' → '}
      <Side side="canary" text={after} />
    </>
  );
}

function Side({ side, text }: { side: 'stable' | 'canary'; text: string }) {
  return <span style={{ color: `var(--slipway-${side})` }}>{text}</span>;
}

/** More tags than this do not fit a cell. */
const MOST_TAGS = 2;

/** Tags of the main containers: `2.0.0`, `3.1, 2.0.0`, `3.1, 2.0.0 +1 more`. */
function tagsOf(images: Subject['images']): string {
  const tags = (images ?? [])
    .filter(({ init }) => !init)
    .map(({ image }) => imageTag(image) ?? 'unknown');
  if (tags.length === 0) return 'unknown';
  const more = tags.length - MOST_TAGS;
  const shown = tags.slice(0, MOST_TAGS).join(', ');
  return more > 0 ? `${shown} +${more} more` : shown;
}
