import { RevisionView, RolloutCore, RolloutDetail } from '../types';
import { shareName } from './servingWords';

/** A revision that has traffic, pods or a role now. */
export interface RevisionInPlay {
  revision: RevisionView;
  /** `stable`: stableRS. `canary`: the current template, not stable. `other`: all others. */
  side: 'stable' | 'canary' | 'other';
  /** Its roles: `stable`, `canary`, `active and stable`, `preview`, `earlier`. */
  title: string;
  /** Percent of all traffic without that of experiments; absent when it is not known. */
  percent?: number;
  /** `60 % of traffic`, `all traffic`, `no traffic`, `traffic not known`. */
  traffic: string;
  /** Services whose traffic it is known to get: `active Service shop`. */
  services: string[];
  /** What else is to be said of it, without periods. */
  notes: string[];
}

const SIDES: ReadonlyArray<RevisionInPlay['side']> = [
  'stable',
  'canary',
  'other',
];

function sideOf(
  { stableHash, currentPodHash }: RolloutCore,
  hash: string,
): RevisionInPlay['side'] {
  if (hash === stableHash) return 'stable';
  return hash === currentPodHash ? 'canary' : 'other';
}

const ROLES = ['active', 'stable', 'canary', 'preview'] as const;

function titleOf({ tags }: RevisionView, side: RevisionInPlay['side']): string {
  const roles = ROLES.filter(role => tags.includes(role));
  if (roles.length > 0) return roles.join(' and ');
  return side === 'canary' ? 'new' : 'earlier';
}

function trafficWords(percent: number | undefined): string {
  if (percent === undefined) return 'traffic not known';
  if (percent === 0) return 'no traffic';
  return percent === 100 ? 'all traffic' : `${percent} % of traffic`;
}

function servicesOf(core: RolloutCore, hash: string): string[] {
  const { serving, blueGreen, canaryServices } = core;
  if (blueGreen) {
    const { activeService, activeSelector, previewService, previewSelector } =
      blueGreen;
    return [
      ...(activeService && activeSelector === hash
        ? [`active Service ${activeService}`]
        : []),
      ...(previewService && previewSelector === hash
        ? [`preview Service ${previewService}`]
        : []),
    ];
  }
  const names = serving.shares
    .filter(
      share => share.role !== 'experiment' && share.podTemplateHash === hash,
    )
    .flatMap(({ service }) => service ?? []);
  const roleOf = (name: string) => {
    if (name === canaryServices?.stable) return 'stable Service';
    return name === canaryServices?.canary ? 'canary Service' : 'Service';
  };
  return [...new Set(names)].map(name => `${roleOf(name)} ${name}`);
}

function notesOf(
  core: RolloutCore,
  revision: RevisionView,
  side: RevisionInPlay['side'],
): string[] {
  const { serving, blueGreen, inProgress } = core;
  const hash = revision.podTemplateHash;
  const kept =
    side === 'stable' &&
    inProgress &&
    blueGreen?.activeSelector !== undefined &&
    blueGreen.activeSelector !== hash;
  return [
    ...(kept ? ['kept for going back'] : []),
    ...(serving.shares.some(
      share => share.noPods && share.podTemplateHash === hash,
    )
      ? ['traffic goes to it, but none of its pods is ready']
      : []),
    ...serving.shares
      .filter(
        share =>
          share.role === 'experiment' && share.revision === revision.revision,
      )
      .map(
        share =>
          `${share.percent} % of traffic on ${shareName({
            ...share,
            revision: undefined,
          })}`,
      ),
  ];
}

/**
 * Every revision that matters now, with its share of traffic: stable first,
 * then the current one, then others that still have pods or traffic, newest
 * first.
 *
 * @see pkg/kubectl-argo-rollouts/info/replicaset_info.go `GetReplicaSetInfo`
 */
export function revisionsInPlay({
  core,
  revisions,
}: Pick<RolloutDetail, 'core' | 'revisions'>): RevisionInPlay[] {
  const { serving } = core;
  return revisions
    .map((revision): RevisionInPlay => {
      const hash = revision.podTemplateHash;
      const side = sideOf(core, hash);
      const percent = serving.shares
        .filter(
          share =>
            share.role !== 'experiment' && share.podTemplateHash === hash,
        )
        .reduce((sum, share) => sum + share.percent, 0);
      const known = serving.unknown === undefined;
      return {
        revision,
        side,
        title: titleOf(revision, side),
        ...(known ? { percent } : {}),
        traffic: trafficWords(known ? percent : undefined),
        services: servicesOf(core, hash),
        notes: notesOf(core, revision, side),
      };
    })
    .filter(
      ({ revision: { replicas, tags }, side, percent = 0 }) =>
        side !== 'other' ||
        tags.length > 0 ||
        percent > 0 ||
        replicas.desired > 0 ||
        replicas.ready > 0 ||
        replicas.available > 0,
    )
    .sort(
      (a, b) =>
        SIDES.indexOf(a.side) - SIDES.indexOf(b.side) ||
        b.revision.revision - a.revision.revision,
    );
}
