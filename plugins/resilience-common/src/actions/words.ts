import { DesignSpec } from '../types';
import { plannedEndSeconds } from '../design/timeline';

/** `90 s`, `5 min`, `1 h 30 min`: whole seconds in words. */
export function secondsInWords(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 120) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  const rest = whole % 60;
  if (minutes < 60) return rest ? `${minutes} min ${rest} s` : `${minutes} min`;
  const left = minutes % 60;
  return left
    ? `${Math.floor(minutes / 60)} h ${left} min`
    : `${Math.floor(minutes / 60)} h`;
}

/** Titles of parts in one phrase: `a, b and c`. */
export function titlesOf(parts: ReadonlyArray<{ title: string }>): string {
  const titles = parts.map(({ title }) => title);
  const last = titles.pop() ?? '';
  return titles.length ? `${titles.join(', ')} and ${last}` : last;
}

/** What a launch will do, in one or two sentences. */
export function launchEffect(design: DesignSpec): string {
  const { parts, baselineSeconds, recoverySeconds, stop } = design;
  return `Measures ${secondsInWords(
    baselineSeconds,
  )} of baseline, runs ${titlesOf(
    parts,
  )}, and watches the recovery for ${secondsInWords(
    recoverySeconds,
  )}: ${secondsInWords(
    plannedEndSeconds(design),
  )} in all. It stops when a part fails${
    stop
      ? `, or when a threshold is exceeded by more than ${
          stop.byPercent
        } % for ${secondsInWords(stop.forSeconds)}`
      : ''
  }.`;
}
