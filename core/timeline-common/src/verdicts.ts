import { TimelineTone } from './types';

/** A verdict on a service, as far as a lane shows it. */
export interface LaneVerdict {
  outcome: 'pass' | 'fail' | 'inconclusive';
  reason: string;
  final: boolean;
}

const TONES: Record<LaneVerdict['outcome'], TimelineTone> = {
  pass: 'healthy',
  fail: 'degraded',
  inconclusive: 'unknown',
};
const WORDS: Record<LaneVerdict['outcome'], string> = {
  pass: 'passed',
  fail: 'failed',
  inconclusive: 'inconclusive',
};

/** Colour of a run that is judged: by its verdict once it is over; until then only trouble shows. Pure. */
export function judgedTone(run: {
  isActive: boolean;
  verdict?: LaneVerdict;
  /** It has a problem of its own. */
  isTroubled?: boolean;
}): TimelineTone {
  const { isActive, verdict, isTroubled } = run;
  if (!isActive) {
    // A run that could not be carried out says nothing of the service.
    return verdict?.final ? TONES[verdict.outcome] : 'unknown';
  }
  return isTroubled || verdict?.outcome === 'fail' ? 'degraded' : 'progressing';
}

/** The sentence of a run that is judged: how it came out, why it was stopped, what is wrong, and what else there is to say. Pure. */
export function judgedDetail(run: {
  verdict?: LaneVerdict;
  /** Where it stands; said while there is no final verdict. */
  state: string;
  stop?: { reason: string };
  problem?: string;
  startedBy: string;
  more?: string;
}): string {
  const { verdict, state, stop, problem, startedBy, more } = run;
  return [
    verdict?.final ? `${WORDS[verdict.outcome]}: ${verdict.reason}` : state,
    stop && `stopped: ${stop.reason}`,
    problem,
    more,
    `started by ${startedBy}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
