import {
  RolloutSummary,
  servingSentence,
  shareName,
  TrafficShare,
} from '@slipway/plugin-rollouts-common';

/** What the pictures of traffic read of a summary. */
export type TrafficPicture = Pick<
  RolloutSummary,
  | 'serving'
  | 'setWeight'
  | 'actualWeight'
  | 'trafficRouted'
  | 'strategy'
  | 'inProgress'
  | 'stableHash'
  | 'currentPodHash'
>;

/** Colours of a segment: those of a side of the release, of an experiment, of another revision. */
export type SegmentColour = 'canary' | 'stable' | 'experiment' | 'other';

export interface Segment {
  share: TrafficShare;
  colour: SegmentColour;
  /** `40 % on revision 41 (stable)` */
  words: string;
}

const ORDER: readonly SegmentColour[] = [
  'canary',
  'experiment',
  'other',
  'stable',
];

function colourOf(
  { role, podTemplateHash }: TrafficShare,
  { stableHash, currentPodHash }: TrafficPicture,
): SegmentColour {
  if (role === 'experiment') return 'experiment';
  if (podTemplateHash && podTemplateHash === stableHash) return 'stable';
  if (podTemplateHash && podTemplateHash === currentPodHash) return 'canary';
  return role === 'stable' || role === 'canary' ? role : 'other';
}

/** The shares of traffic as segments of a bar: the new revision first, stable last. */
export function segmentsOf(picture: TrafficPicture): Segment[] {
  return picture.serving.shares
    .map(share => ({
      share,
      colour: colourOf(share, picture),
      words: `${share.percent} % on ${shareName(share)}`,
    }))
    .sort((a, b) => ORDER.indexOf(a.colour) - ORDER.indexOf(b.colour));
}

const percent = (value: number | undefined) =>
  value === undefined ? 'not known' : `${value} %`;

/** What the bar shows, for a screen reader. */
export function barLabel(picture: TrafficPicture): string {
  const set =
    picture.strategy === 'canary'
      ? ` Weight set ${percent(picture.setWeight)}.`
      : '';
  return `${servingSentence(picture.serving)}${set}`;
}

const revisionWords = (share: TrafficShare) =>
  share.revision === undefined ? shareName(share) : `rev ${share.revision}`;

/**
 * Who serves, for a table's cell: `38 %, set 40 %` of a canary, what goes to
 * others, `rev 42 serves` of blue-green.
 */
export function compactWords(picture: TrafficPicture): string {
  const { serving, actualWeight, setWeight } = picture;
  if (serving.unknown !== undefined) return 'traffic not known';
  if (serving.nothing === 'scaled-to-zero') return 'scaled to zero';
  if (serving.nothing) return 'nothing serves';
  const segments = segmentsOf(picture);
  if (picture.strategy !== 'canary') {
    return segments.length === 1
      ? `${revisionWords(segments[0].share)} serves`
      : segments
          .map(({ share }) => `${share.percent} % ${revisionWords(share)}`)
          .join(', ');
  }
  const inExperiment = segments
    .filter(({ colour }) => colour === 'experiment')
    .reduce((sum, { share }) => sum + share.percent, 0);
  return [
    percent(actualWeight),
    ...(actualWeight === setWeight ? [] : [`set ${percent(setWeight)}`]),
    ...(inExperiment > 0 ? [`${inExperiment} % in an experiment`] : []),
    ...segments
      .filter(({ colour }) => colour === 'other')
      .map(({ share }) => `${share.percent} % on ${revisionWords(share)}`),
  ].join(', ');
}

/** What holds the weights, in a sentence. */
export function howHeld({ serving, trafficRouted }: TrafficPicture): string {
  switch (serving.source) {
    case 'router':
      return 'A traffic router holds the weights.';
    case 'selector':
      return 'The active Service sends all traffic to the revision that its selector names.';
    default:
      return trafficRouted
        ? 'The traffic router has no weights yet: only one revision has pods.'
        : 'No traffic router: the share of available pods gives the actual weight.';
  }
}
