import { Json, metadata } from '../raw/read';
import { RolloutDetail } from '../types';
import { NumberFacts, numberFacts, strayNumbers } from './numbers';
import { Sentence, sentencesOf } from './sentences';
import { eachLeaf } from './walk';

interface Serving {
  shares: Array<{
    percent: number;
    podTemplateHash?: string;
    revision?: number;
  }>;
  unknown?: string;
}
const servingOf = (detail: RolloutDetail) =>
  (detail.core as RolloutDetail['core'] & { serving?: Serving }).serving ?? {
    shares: [],
    unknown: 'not derived yet',
  };

export interface InvariantOptions {
  /** Words that other layers make of the detail: notifications, activity, cells of a list. */
  sentences?: readonly Sentence[];
  /** Numbers that are no state of the cluster: limits of the configuration. */
  numbers?: readonly number[];
}

/** What no user may ever read, unless an object says it. */
const NONSENSE =
  /\bundefined\b|\bNaN\b|-?\bInfinity\b|\bnull\b|\[object \w+\]|Invalid Date/g;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Every string of the objects that holds a digit, longest first: quoted word for word they are no claim. */
function quotations(
  texts: ReadonlySet<string>,
  detail: RolloutDetail,
): RegExp | undefined {
  const quoted = [...texts, detail.core.ref.cluster]
    .filter(text => /\d/.test(text) && /[^\d.]/.test(text) && text.length > 1)
    .sort((a, b) => b.length - a.length);
  return quoted.length === 0
    ? undefined
    : new RegExp(
        `(?<![\\w.])(?:${quoted.map(escaped).join('|')})(?![\\w])`,
        'g',
      );
}

/** Strings of raw objects, also the parts of comma-separated messages. */
function rawTexts(objects: readonly Json[]): Set<string> {
  const texts = new Set<string>();
  for (const object of objects) {
    eachLeaf(object, (_, value) => {
      if (typeof value === 'string' && value !== '') texts.add(value);
    });
  }
  return texts;
}

function formViolations(
  { where, text, kind }: Sentence,
  texts: ReadonlySet<string>,
): string[] {
  const found: string[] = [];
  const say = (what: string) => found.push(`${where}: ${what}: "${text}"`);
  if (text.trim() === '') {
    say('is empty');
    return found;
  }
  if (text !== text.trim()) say('starts or ends with a blank');
  if (/ {2}/.test(text)) say('has two blanks');
  if (kind === 'words') return found;
  // A message that is quoted to the end stands as the controller wrote it.
  const quotes = [...texts].some(
    raw => raw.includes(' ') && text.endsWith(raw),
  );
  if (!quotes && !/[.!?…]["”’)]?$/.test(text)) {
    say('does not end with a period');
  }
  if (/(?<!\.)\.\.(?!\.)/.test(text) || /[;:,]\./.test(text)) {
    say('ends a sentence twice');
  }
  const parts = text.split(/(?<=[.!?])\s+/);
  if (new Set(parts).size < parts.length) say('says a sentence twice');
  return found;
}

/** `{{args.limit}}` may be quoted as a template's text, never stand for a value. */
function templateViolations({ where, text }: Sentence): string[] {
  const unquoted = text.replace(/"[^"]*"|“[^”]*”|`[^`]*`|'[^']*'/g, '');
  return /\{\{|\}\}/.test(unquoted)
    ? [`${where}: shows a template as a value: "${text}"`]
    : [];
}

function claimViolations(
  { where, text, kind }: Sentence,
  detail: RolloutDetail,
  objects: readonly Json[],
): string[] {
  if (kind !== 'statement') return [];
  const serving = servingOf(detail);
  if (serving.unknown === 'not derived yet') return [];
  const whole =
    serving.shares.length === 1 && serving.shares[0].percent === 100;
  const found: string[] = [];
  if (
    /\ball traffic\b/i.test(text) &&
    !/\bnot all traffic\b/i.test(text) &&
    !whole
  ) {
    found.push(
      `${where}: says all traffic where shares are ${JSON.stringify(
        serving.shares,
      )}: "${text}"`,
    );
  }
  if (/\b(?:nothing|no revision|no pod) serves\b/i.test(text)) {
    const available = detail.revisions.some(one => one.replicas.available > 0);
    if (serving.shares.length > 0 || available) {
      found.push(`${where}: says that nothing serves: "${text}"`);
    }
  }
  return objects.length > 0 ? found : [];
}

function sentenceViolations(
  sentence: Sentence,
  detail: RolloutDetail,
  objects: readonly Json[],
  facts: NumberFacts,
  quoted: RegExp | undefined,
  texts: ReadonlySet<string>,
): string[] {
  const { where, text } = sentence;
  const own = quoted ? text.replace(quoted, '…') : text;
  return [
    ...formViolations(sentence, texts),
    ...templateViolations(sentence),
    ...claimViolations(sentence, detail, objects),
    ...nonsenseIn(where, text, texts),
    ...strayNumbers(own, facts).map(
      number => `${where}: ${number} is not in the objects: "${text}"`,
    ),
  ];
}

function nonsenseIn(
  where: string,
  text: string,
  texts: ReadonlySet<string>,
): string[] {
  return (text.match(NONSENSE) ?? [])
    .filter(word => ![...texts].some(raw => raw.includes(word)))
    .map(word => `${where}: shows ${word}: "${text}"`);
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
      if (!texts.has(value)) found.push(...nonsenseIn(where, value, texts));
    } else if (value === null) {
      found.push(`${where} is null`);
    }
  });
  return found;
}

/** Shares of traffic: of the whole, of revisions that are there, largest first. */
function servingViolations(detail: RolloutDetail): string[] {
  const { revisions } = detail;
  const serving = servingOf(detail);
  const { shares, unknown } = serving;
  const found: string[] = [];
  const say = (what: string) =>
    found.push(`serving: ${what}: ${JSON.stringify(serving)}`);
  if (unknown !== undefined) {
    if (shares.length > 0) say('is unknown and has shares');
    if (unknown.trim() === '') say('does not say why it is unknown');
    return found;
  }
  if (shares.some(({ percent }) => !(percent > 0 && percent <= 100)))
    say('has a share that is none');
  const sum = shares.reduce((total, { percent }) => total + percent, 0);
  // Each share is shown in three digits.
  if (shares.length > 0 && Math.abs(sum - 100) > 0.6) say(`adds up to ${sum}`);
  if (
    shares.some(
      (share, index) => index > 0 && share.percent > shares[index - 1].percent,
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
  const texts = rawTexts(own);
  const base = numberFacts(own);
  const facts = { ...base, any: [...base.any, ...(options.numbers ?? [])] };
  const quoted = quotations(texts, detail);
  const sentences = [...sentencesOf(detail), ...(options.sentences ?? [])];
  return [
    ...new Set([
      ...servingViolations(detail),
      ...pauseViolations(detail),
      ...stateViolations(detail),
      ...leafViolations(detail, facts, texts),
      ...sentences.flatMap(sentence =>
        sentenceViolations(sentence, detail, own, facts, quoted, texts),
      ),
    ]),
  ];
}
