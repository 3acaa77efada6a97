import { RolloutSummary, Serving, TrafficShare, WayBack } from '../types';

/** What the sentences about traffic read of a summary. */
export type ServingSubject = Pick<
  RolloutSummary,
  | 'serving'
  | 'aborted'
  | 'inProgress'
  | 'revision'
  | 'replicas'
  | 'stableHash'
  | 'currentPodHash'
>;

const ROLE_WORDS: Record<
  Exclude<TrafficShare['role'], 'experiment'>,
  string
> = {
  stable: 'the stable revision',
  canary: 'the new revision',
  active: 'the active revision',
  other: 'a revision',
};

/** `revision 2 (canary)`, `the experiment's template trial (revision 2)`; without a number what is known of it. */
export function shareName(share: TrafficShare, plain = false): string {
  const { role, revision, name, podTemplateHash } = share;
  if (role === 'experiment') {
    const template = name
      ? `the experiment's template ${name}`
      : 'a template of the experiment';
    return revision ? `${template} (revision ${revision})` : template;
  }
  if (revision) {
    return plain || role === 'other'
      ? `revision ${revision}`
      : `revision ${revision} (${role})`;
  }
  if (role !== 'other') return ROLE_WORDS[role];
  return podTemplateHash
    ? `the revision with pod template hash ${podTemplateHash}`
    : 'a revision that the controller does not name';
}

const percentWords = (percent: number) => `${percent} %`;

/**
 * What is missing where a share goes. The controller can lose the name of a
 * template's Service: its weight then goes to a destination without one.
 *
 * @see experiments/experiment.go `createTemplateService`; rollout/experiment.go `calculateWeightDestinationsFromExperiment`
 */
function missing({ noPods, role, service }: TrafficShare): string {
  if (role === 'experiment' && !service) {
    return ', for which the controller names no Service';
  }
  return noPods ? ', which has no ready pod' : '';
}

/** `60 % of traffic is on revision 2 (canary), 40 % on revision 1 (stable)`, without a period. */
function sharesClause(shares: readonly TrafficShare[]): string {
  const [first, ...others] = shares;
  if (others.length === 0) {
    return `all traffic is on ${shareName(first)}${missing(first)}`;
  }
  const rest = others.map(
    share =>
      `${percentWords(share.percent)} on ${shareName(share)}${missing(share)}`,
  );
  const last = rest.pop();
  return [
    `${percentWords(first.percent)} of traffic is on ${shareName(
      first,
    )}${missing(first)}`,
    ...rest,
  ]
    .join(', ')
    .concat(rest.length ? ' and ' : ', ', last ?? '');
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const NOTHING: Record<NonNullable<Serving['nothing']>, string> = {
  'scaled-to-zero': 'it is scaled to zero, nothing serves',
  'no-ready-pod': 'no pod is ready, nothing serves',
};

/** The clause that holds in every state, without a period. */
function clause(serving: Serving): string {
  if (serving.unknown !== undefined) {
    return `who serves is not known: ${serving.unknown.replace(/\.$/, '')}`;
  }
  if (serving.nothing !== undefined) return NOTHING[serving.nothing];
  const unverified = serving.unverified
    ? ' (the router has not yet confirmed it)'
    : '';
  return `${sharesClause(serving.shares)}${unverified}`;
}

/** Who serves which share, one sentence: `60 % of traffic is on revision 2 (canary), 40 % on revision 1 (stable).` */
export const servingSentence = (serving: Serving): string =>
  `${capital(clause(serving))}.`;

const WAY_BACK: Record<WayBack, string> = {
  'as-stable-available': 'it goes back as stable pods become ready',
  'once-stable-available': 'it goes back once all stable pods are ready',
  'router-next-reconciliation':
    'it goes back with the next reconciliation of the controller',
  'as-pods-replaced': 'it goes back as its pods are replaced by stable ones',
  'next-reconciliation': 'the active Service goes back to the stable revision',
  'once-new-available':
    'the active Service goes back to the stable revision only once all pods of the new revision are available',
};

/**
 * What is still on other revisions than stable, and by which rule it goes
 * back: `60 % of traffic is still on revision 2, it goes back as stable pods
 * become ready`. Undefined when all of it is on stable or it is not known.
 */
function stillElsewhere({
  serving,
  stableHash,
}: ServingSubject): string | undefined {
  const elsewhere = serving.shares.filter(
    share =>
      share.role !== 'stable' &&
      share.role !== 'experiment' &&
      !(share.podTemplateHash && share.podTemplateHash === stableHash),
  );
  if (elsewhere.length === 0) return undefined;
  const [first, ...others] = elsewhere;
  const rest = others
    .map(
      share =>
        ` and ${percentWords(share.percent)} on ${shareName(share, true)}`,
    )
    .join('');
  const amount =
    first.percent === 100
      ? 'all traffic'
      : `${percentWords(first.percent)} of traffic`;
  const back = serving.wayBack ? `, ${WAY_BACK[serving.wayBack]}` : '';
  return `${amount} is still on ${shareName(first, true)}${missing(
    first,
  )}${rest}${back}`;
}

/**
 * The first deployment, aborted: there is nothing to go back to.
 *
 * @see rollout/sync.go `shouldFullPromote`: the first revision is stable at once, ready or not
 */
function firstDeployment({ serving, replicas }: ServingSubject): string {
  const pods = `${replicas.ready} of ${replicas.desired} pods`;
  const state =
    serving.firstDeployment === 'never-healthy'
      ? `The first deployment did not become ready: ${pods}.`
      : `The pods of the first deployment are not all ready: ${pods}.`;
  return serving.nothing === 'no-ready-pod'
    ? `${state} There is no earlier revision; nothing serves.`
    : `${state} There is no earlier revision; ${clause(serving)}.`;
}

/**
 * What an abort means for traffic now. That an update was aborted says nothing
 * of who serves: `Aborted: 60 % of traffic is still on revision 2, it goes back
 * as stable pods become ready.` Undefined when it is not aborted.
 *
 * @see rollout/trafficrouting.go `calculateDesiredWeightOnAbortOrStableRollback`
 * @see rollout/sync.go `shouldFullPromote`
 */
export function abortSentence(subject: ServingSubject): string | undefined {
  if (!subject.aborted) return undefined;
  const { serving, replicas, inProgress, revision } = subject;
  if (!inProgress) {
    if (
      serving.firstDeployment &&
      serving.nothing !== 'scaled-to-zero' &&
      replicas.ready < replicas.desired
    ) {
      return firstDeployment(subject);
    }
    const current = revision ? `revision ${revision}` : 'the current revision';
    return `Aborted with nothing in progress, ${current} is already stable: ${
      stillElsewhere(subject) ?? clause(serving)
    }.`;
  }
  return `Aborted: ${stillElsewhere(subject) ?? clause(serving)}.`;
}

/**
 * Nothing is being rolled out, but an earlier revision still has traffic, as
 * after a rollback with dynamicStableScale: `Going back to revision 3: 60 % of
 * traffic is still on revision 2, …`. Undefined when it has none.
 *
 * @see utils/rollout/rolloututil.go `IsDynamicallyRollingBackToStable`
 */
export function leftoverSentence(subject: ServingSubject): string | undefined {
  if (subject.aborted || subject.inProgress) return undefined;
  const still = stillElsewhere(subject);
  return still ? `${capital(still)}.` : undefined;
}

/**
 * What must be said of traffic beside phase and weights: after an abort, when
 * an earlier revision still has some, when nothing serves, or when it is not
 * known who does. Undefined in the ordinary case.
 */
export function trafficNote(subject: ServingSubject): string | undefined {
  const { serving } = subject;
  const odd =
    serving.unknown !== undefined ||
    serving.nothing !== undefined ||
    serving.shares.some(({ noPods }) => noPods);
  return (
    abortSentence(subject) ??
    leftoverSentence(subject) ??
    (odd ? servingSentence(serving) : undefined)
  );
}
