import { EnvironmentRow } from '@slipway/plugin-environments-common';
import { isMine } from './listQuery';
import { endTone } from './words';

/** What of an environment needs somebody, most urgent first. */
export type Attention = 'failed' | 'lock-held' | 'waiting' | 'ends' | 'drifted';

const ORDER: readonly Attention[] = [
  'failed',
  'lock-held',
  'ends',
  'waiting',
  'drifted',
];

/** Why an environment needs somebody; undefined when it does not. */
export function attentionOf(
  row: EnvironmentRow,
  now: number,
): Attention | undefined {
  if (row.state === 'failed' || row.state === 'lock-held') return row.state;
  const tone = endTone(row, now);
  const ends =
    !row.protected &&
    row.state !== 'destroying' &&
    (tone === 'soon' || tone === 'near' || tone === 'due');
  if (ends && tone !== 'soon') return 'ends';
  if (row.state === 'waiting') return 'waiting';
  if (ends) return 'ends';
  return (row.drift?.differences ?? 0) > 0 ? 'drifted' : undefined;
}

/** The user's environments that need somebody, most urgent first. */
export function needingAttention(
  rows: Iterable<EnvironmentRow>,
  refs: readonly string[],
  now: number,
): Array<{ row: EnvironmentRow; why: Attention }> {
  return [...rows]
    .filter(row => isMine(row, refs))
    .flatMap(row => {
      const why = attentionOf(row, now);
      return why ? [{ row, why }] : [];
    })
    .sort(
      (a, b) =>
        ORDER.indexOf(a.why) - ORDER.indexOf(b.why) ||
        a.row.name.localeCompare(b.row.name, 'en'),
    );
}
