import { SlipwayState } from '@slipway/plugin-portal-react';
import {
  DiffVerdict,
  ImageFindings,
  ScanSource,
  Severity,
  SEVERITIES,
} from '@slipway/plugin-security-common';

/** The colour of each severity, of the palette of states. */
export const SEVERITY_STATE: Readonly<Record<Severity, SlipwayState>> = {
  critical: 'degraded',
  high: 'waiting',
  medium: 'progressing',
  low: 'unknown',
  unknown: 'unknown',
};

/** `Critical`, for a chip. */
export const severityWord = (severity: Severity) =>
  severity === 'unknown'
    ? 'Severity unknown'
    : severity[0].toLocaleUpperCase('en-US') + severity.slice(1);

/** Severities that occur, worst first. */
export const occurring = (counts: Record<Severity, number>) =>
  SEVERITIES.filter(severity => counts[severity] > 0);

/** Verdict of a comparison, as a chip. */
export const VERDICT_CHIP: Readonly<
  Record<DiffVerdict, { state: SlipwayState; label: string }>
> = {
  worse: { state: 'degraded', label: 'Adds findings' },
  better: { state: 'healthy', label: 'Fixes findings' },
  same: { state: 'healthy', label: 'Adds none' },
  unknown: { state: 'unknown', label: 'Unknown' },
};

/** How it is known that a scan is of the image that runs. */
export function evidenceInWords({ evidence }: ScanSource): string {
  if (evidence.evidence === 'digest') {
    return evidence.kind === 'requested'
      ? 'same digest'
      : `same ${evidence.kind} digest`;
  }
  return evidence.evidence === 'probable'
    ? 'probably this image: same tag, no digest in common'
    : 'scanned for this container';
}

/** Who scanned. */
export const scannedBy = ({ by, scanner }: ScanSource) =>
  `${by === 'operator' ? 'Trivy Operator' : 'Scan of the build'}${
    scanner ? ` (${scanner})` : ''
  }`;

/** `2 containers were not scanned` and the like; undefined when all were. */
export function notScannedInWords(
  images: ReadonlyArray<Pick<ImageFindings, 'state'>>,
): string | undefined {
  const count = images.filter(({ state }) => state === 'not-scanned').length;
  if (count === 0) return undefined;
  return `${
    count === 1 ? 'One image was' : `${count} images were`
  } not scanned: what is in ${count === 1 ? 'it' : 'them'} is unknown.`;
}

/** EPSS as a percentage of three significant digits; `unknown` where there is no score. */
export const epssInWords = (epss: number | undefined) =>
  epss === undefined ? 'unknown' : `${Number((epss * 100).toPrecision(3))} %`;
