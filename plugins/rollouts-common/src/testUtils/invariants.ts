import { Json, metadata } from '@slipway/plugin-clusters-common/read';
import { detailItems, rolloutDetailTopic } from '../topics';
import { RolloutDetail } from '../types';
import { NumberFacts, numberFacts } from './numbers';
import { predictionViolations } from './predictions';
import { nonsenseIn, quotationsOf, sentenceViolations } from './sentenceRules';
import { Sentence, sentencesOf } from './sentences';
import { eachLeaf } from './walk';

export interface InvariantOptions {
  /** When the actions are predicted, ms since the epoch; now unless said. */
  now?: number;
  /** Words that other layers make of the detail: notifications, activity, cells of a list. */
  sentences?: readonly Sentence[];
  /** Numbers that are no state of the cluster: limits of the configuration. */
  numbers?: readonly number[];
}

/** Every string of the objects. */
function rawTexts(objects: readonly Json[]): Set<string> {
  const texts = new Set<string>();
  for (const object of objects) {
    eachLeaf(object, (_, value) => {
      if (typeof value === 'string' && value !== '') texts.add(value);
    });
  }
  return texts;
}

const INSTANT_KEY = /(?:At|since|Since|Time)$/;
const PERCENT_KEY = /^(?:setWeight|actualWeight|percent)$/;

/** Every number and instant of a detail, wherever it stands. */
function leafViolations(
  detail: RolloutDetail,
  facts: NumberFacts,
  texts: ReadonlySet<string>,
): string[] {
  const found: string[] = [];
  eachLeaf(detail, (path, value) => {
    const where = path.join('.');
    const key = path.at(-1) ?? '';
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) found.push(`${where} is ${value}`);
      if (value < 0 && !facts.any.includes(value))
        found.push(`${where} is negative: ${value}`);
      if (
        PERCENT_KEY.test(key) &&
        (value < 0 || value > 100) &&
        !facts.percent.includes(value)
      ) {
        found.push(`${where} is no percentage: ${value}`);
      }
    } else if (typeof value === 'string') {
      if (
        INSTANT_KEY.test(key) &&
        Number.isNaN(Date.parse(value)) &&
        // Objects of a test may lack what the API server always sets.
        !(key === 'createdAt' && value === '')
      ) {
        found.push(`${where} is no instant: "${value}"`);
      }
      if (!texts.has(value))
        found.push(
          ...nonsenseIn(value, texts).map(
            word => `${where} shows ${word}: "${value}"`,
          ),
        );
    } else if (value === null) {
      found.push(`${where} is null`);
    }
  });
  return found;
}

/** Values that a page would refuse to read: they are not what the live topic says. */
function topicViolations(detail: RolloutDetail): string[] {
  const found: string[] = [];
  for (const [key, value] of detailItems(detail)) {
    const sent: unknown = JSON.parse(JSON.stringify(value));
    const result = rolloutDetailTopic.schemaOf(key)?.safeParse(sent);
    for (const { path, message } of result?.error?.issues ?? []) {
      found.push(`${[key, ...path].join('.')}: ${message}`);
    }
    if (!result) found.push(`${key} is no part of the topic`);
  }
  return found;
}

/** Shares of traffic: of the whole, of revisions that are there, largest first. */
function servingViolations(detail: RolloutDetail): string[] {
  const { revisions } = detail;
  const { serving } = detail.core;
  const { shares, unknown } = serving;
  const found: string[] = [];
  const say = (what: string) =>
    found.push(`serving: ${what}: ${JSON.stringify(serving)}`);
  if (unknown !== undefined) {
    if (shares.length > 0) say('is unknown and has shares');
    if (unknown.trim() === '') say('does not say why it is unknown');
    return found;
  }
  if (shares.some(({ percent }) => !(percent > 0 && percent <= 100))) {
    say('has a share that is none');
  }
  const sum = shares.reduce((total, { percent }) => total + percent, 0);
  if (shares.length > 0 && Math.abs(sum - 100) > 1e-6) say(`adds up to ${sum}`);
  if (
    shares.some(
      // The largest takes what rounding leaves over.
      (share, index) =>
        index > 0 && share.percent > shares[index - 1].percent + 0.2,
    )
  ) {
    say('is not in order');
  }
  for (const { revision, podTemplateHash } of shares) {
    const known = revisions.filter(
      one => one.podTemplateHash === podTemplateHash,
    );
    if (
      revision !== undefined &&
      known.length > 0 &&
      !known.some(one => one.revision === revision)
    ) {
      say(`names revision ${revision} for ${podTemplateHash}`);
    }
  }
  return found;
}

/** A pause ends by itself only where no user is needed. */
function pauseViolations({ core }: RolloutDetail): string[] {
  const found: string[] = [];
  for (const { reason, startedAt, endsAt } of core.pauses) {
    if (endsAt === undefined) continue;
    if (core.specPaused)
      found.push(
        `pause ${reason} ends at ${endsAt} although it is paused manually`,
      );
    if (reason.startsWith('Inconclusive') || reason === 'ManuallyPaused') {
      found.push(`pause ${reason} ends at ${endsAt} although it needs a user`);
    }
    if (startedAt !== undefined && Date.parse(endsAt) < Date.parse(startedAt)) {
      found.push(`pause ${reason} ends before it starts`);
    }
  }
  return found;
}

function stateViolations({
  core,
  pods,
  analysisRuns,
}: RolloutDetail): string[] {
  const found: string[] = [];
  if (core.stepIndex !== undefined && core.stepIndex > core.stepCount) {
    found.push(`step ${core.stepIndex} of ${core.stepCount}`);
  }
  if (
    core.steps.filter(({ state }) => state === 'current' || state === 'waiting')
      .length > 1
  ) {
    found.push('two steps are current');
  }
  for (const { name, ready } of pods) {
    const [a, b] = ready.split('/').map(Number);
    if (!(a >= 0 && a <= b)) found.push(`pod ${name} is ready ${ready}`);
  }
  for (const run of analysisRuns) {
    if (
      run.finishedAt &&
      run.startedAt &&
      Date.parse(run.finishedAt) < Date.parse(run.startedAt)
    ) {
      found.push(`${run.name} ended before it started`);
    }
  }
  return found;
}

/**
 * What is wrong with a detail in the light of the objects that it was derived
 * from; empty when nothing is. Holds in every state that a controller can reach.
 *
 * - shares of traffic add up to the whole, and are of revisions that are there;
 * - every number of a sentence is in the objects, or follows from them;
 * - nothing is NaN, infinite, negative, over its maximum, `undefined` or `null`;
 * - a page can read it as the live topic says;
 * - sentences are whole, said once, and say no more than the objects do.
 *
 * @param objects whole objects as the API server answers them, of this rollout
 */
export function violationsOf(
  detail: RolloutDetail,
  objects: readonly Json[],
  options: InvariantOptions = {},
): string[] {
  const own = objects.filter(
    raw =>
      raw.kind !== 'Rollout' || metadata(raw).name === detail.core.ref.name,
  );
  // The message may be the controller's rule, worked out here (`calculatePhase`).
  const texts = rawTexts(own).add(detail.core.message);
  const base = numberFacts(own);
  const facts = { ...base, any: [...base.any, ...(options.numbers ?? [])] };
  const quoted = quotationsOf([...texts, detail.core.ref.cluster]);
  const evidence = { detail, facts, texts, quoted };
  const sentences = [...sentencesOf(detail), ...(options.sentences ?? [])];
  return [
    ...new Set([
      ...servingViolations(detail),
      ...pauseViolations(detail),
      ...stateViolations(detail),
      ...leafViolations(detail, facts, texts),
      ...topicViolations(detail),
      ...predictionViolations(detail, options.now ?? Date.now()),
      ...sentences.flatMap(sentence => sentenceViolations(sentence, evidence)),
    ]),
  ];
}
