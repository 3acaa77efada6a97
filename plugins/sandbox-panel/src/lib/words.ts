import { formatSpan, SlipwayState } from '@slipway/plugin-portal-react';
import {
  Outlook,
  PanelService,
  PanelDemo,
  ReleaseQuality,
} from '@slipway/plugin-sandbox-panel-common';

/** What a release is called by how it behaves. */
export const QUALITY_LABELS: Record<ReleaseQuality, string> = {
  good: 'Good',
  errors: 'Failing',
  slow: 'Slow',
  crash: 'Never ready',
};

/** How a release behaves, as the model of the sandbox makes it. */
export const QUALITY_WORDS: Record<ReleaseQuality, string> = {
  good: 'Behaves as the service does; its latency is at most a tenth off.',
  errors: 'Fails 15 % of its requests; its callers fail with it.',
  slow: 'Its own work takes about six times as long.',
  crash: 'Its pods crash again and again and never get ready.',
};

const STATES: Record<string, SlipwayState> = {
  Healthy: 'healthy',
  Progressing: 'progressing',
  Paused: 'waiting',
  Degraded: 'degraded',
};

/** The palette's state of the controller's phase. */
export function phaseState(phase: string): SlipwayState {
  return STATES[phase] ?? 'unknown';
}

const at = ({ step, weight }: { step: number; weight: number }) =>
  `step ${step} (${weight} % of the traffic)`;

/** What becomes of a release when nothing else disturbs it; one or two sentences. */
export function outlookWords({
  asks,
  stopped,
  deadlineSeconds,
}: Outlook): string {
  if (deadlineSeconds !== undefined) {
    return `It gets no traffic, stays at its first step, and is Degraded after ${deadlineSeconds} s.`;
  }
  const wait = asks && `It waits for manual promotion at ${at(asks)}.`;
  if (!stopped) return wait ?? 'It runs to its end by itself.';
  const judged = `its analysis ${stopped.metric}`;
  const where = at(stopped);
  if (stopped.certain) {
    const aborts = `${judged} aborts it at ${where}, after about ${stopped.afterSeconds} s.`;
    return wait ? `${wait} Promoted from there, ${aborts}` : capital(aborts);
  }
  const perhaps = `From ${where} on ${judged} may abort it; that depends on the traffic.`;
  if (!asks || !wait) return perhaps;
  return asks.step < stopped.step ? `${wait} ${perhaps}` : `${perhaps} ${wait}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How long a service has been left alone, and when the demo scenario may release it. Sandbox time. */
export function restWords(
  service: Pick<
    PanelService,
    'idle' | 'waiting' | 'idleSeconds' | 'idleSecondsNeeded'
  >,
  running: boolean,
): { rest: string; next?: string } {
  const { idle, waiting, idleSeconds, idleSecondsNeeded } = service;
  const rested = formatSpan(idleSeconds * 1_000);
  if (waiting) return { rest: `waiting for manual promotion, ${rested}` };
  if (!idle) return { rest: `under way, last change ${rested} ago` };
  const rest = `idle, ${rested}`;
  if (!running) return { rest };
  const left = idleSecondsNeeded - idleSeconds;
  return {
    rest,
    next:
      left > 0
        ? `next by itself in ${formatSpan(left * 1_000)} at the earliest`
        : 'next by itself at any time',
  };
}

/** When the demo scenario next runs in a cluster, counted from sandbox time. */
export function nextRunWords(
  nextReleaseAt: string | undefined,
  now: string,
): string {
  if (!nextReleaseAt) return 'Releases start only when a user starts them.';
  const left = Date.parse(nextReleaseAt) - Date.parse(now);
  return left > 0
    ? `Next run of the demo scenario in ${formatSpan(left)}.`
    : 'The demo scenario runs now.';
}

/** `group:default/team-orders` as `team-orders`. */
export function ownerName(ownerRef: string): string {
  return ownerRef.slice(ownerRef.lastIndexOf('/') + 1);
}

/** `1×`, `0.5×`. */
export function speedWords(speed: number): string {
  return `${speed}×`;
}

/** Difference of the two times that is not worth a word, ms: an answer takes a while. */
const TOGETHER_MS = 5_000;

/**
 * What a speed other than one does, and what it has done: sandbox time does not come back by itself.
 *
 * @param times - sandbox time, and the time of the machine at the same moment
 */
export function speedWarnings(
  speed: number,
  times: Pick<PanelDemo, 'now' | 'asOf'>,
): string[] {
  const ahead = Date.parse(times.now) - Date.parse(times.asOf);
  const warnings: string[] = [];
  if (speed !== 1) {
    warnings.push(
      `At ${speedWords(
        speed,
      )} sandbox time leaves the time of this machine and does not come back by itself.`,
    );
  }
  if (speed > 1) {
    warnings.push(
      'On a machine that is busy samples may be missing; an analysis that finds none is inconclusive.',
    );
  }
  if (Math.abs(ahead) > TOGETHER_MS) {
    const span = formatSpan(Math.abs(ahead));
    warnings.push(
      ahead > 0
        ? `Sandbox time is ${span} ahead: on other pages what has just happened lies in the future, and charts do not show it yet. npm run sandbox:reset brings both times together.`
        : `Sandbox time is ${span} behind: on other pages ages are too large, and charts end before their right edge. npm run sandbox:reset brings both times together.`,
    );
  }
  return warnings;
}
