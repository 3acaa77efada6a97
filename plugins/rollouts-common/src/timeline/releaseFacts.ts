import { JsonObject } from '@backstage/types';
import { compact } from '@slipway/plugin-clusters-common/read';
import { imagePair, imageTag } from '../derive/images';
import { RolloutPhase, RolloutSummary } from '../types';

/** What the activity record keeps of a rollout with each change of its phase. */
export interface ReleaseFacts {
  phase: RolloutPhase;
  /** Of the updated template. */
  revision?: number;
  /** Of the updated template: the tag of its image. */
  version?: string;
  /** Of the stable template; absent when the updated one is stable, and at the first deployment. */
  stableVersion?: string;
  /** Percent of all traffic that the updated template has; absent when it is stable, and when it is not known. */
  weight?: number;
  /** Set while the updated template is not stable. */
  updating?: true;
}

/** What a rollout serves now, for the activity record; read again with {@link readReleaseFacts}. */
export function releaseFacts(summary: RolloutSummary): JsonObject {
  const { inProgress, phase, revision, stableImage, canaryImage } = summary;
  if (!inProgress) {
    return compact({ phase, revision, version: imageTag(canaryImage) });
  }
  const [stableVersion, version] =
    stableImage && canaryImage && stableImage !== canaryImage
      ? imagePair(stableImage, canaryImage)
      : [imageTag(stableImage), imageTag(canaryImage)];
  return compact({
    phase,
    revision,
    version,
    stableVersion,
    weight: summary.actualWeight,
    updating: true,
  });
}

const text = (value: unknown) =>
  typeof value === 'string' ? value : undefined;
const number = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** Facts of an entry; undefined when it has none: entries of earlier versions of the portal name the phase alone. */
export function readReleaseFacts(
  after: JsonObject | undefined,
): ReleaseFacts | undefined {
  const phase = text(after?.phase);
  const version = text(after?.version);
  const revision = number(after?.revision);
  if (!after || !phase) return undefined;
  if (version === undefined && revision === undefined) return undefined;
  return compact<ReleaseFacts>({
    phase: phase as RolloutPhase,
    version,
    revision,
    stableVersion: text(after.stableVersion),
    weight: number(after.weight),
    updating: after.updating === true ? true : undefined,
  });
}
