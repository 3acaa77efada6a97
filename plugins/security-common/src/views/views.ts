import { Decision } from '@slipway/plugin-actions-common';
import { Deadlines } from '../findings/deadlines';
import { Trend } from '../findings/trend';
import { CanaryDiff } from '../findings/canaryDiff';
import { GateDecision } from '../findings/gate';
import { Suppression } from '../findings/suppression';
import { RatedFinding, Upgrade } from '../findings/upgrades';
import { AcceptedRisk } from '../risks/risks';
import {
  ConfigCheck,
  ExposedSecret,
  ImageMatch,
  ImageOs,
  ImageRef,
  Severity,
} from '../types';

/** Which part a revision has in its workload. */
export type Role = 'stable' | 'canary' | 'other';

/** A scan that speaks of an image. */
export interface ScanSource {
  /** `operator`: of what runs. `build`: of what was built. */
  by: 'operator' | 'build';
  /** ISO time. */
  scannedAt?: string;
  scanner?: string;
  /** How it is known to be of this image; `label`: the scanner says for which container it is. */
  evidence: ImageMatch | { evidence: 'label' };
  /** Its report has expired and was not made again yet. */
  expired?: boolean;
}

/** A finding that does not count, and why. */
export interface SuppressedFinding {
  finding: RatedFinding;
  by: Suppression;
}

export interface ImagePlace {
  cluster: string;
  namespace: string;
  workload: string;
  kind: 'Rollout' | 'Deployment';
  role: Role;
  pods: number;
}

/** An image that runs, with its findings. The same image in several places stands once. */
export interface ImageFindings {
  /** Unique within the answer. */
  key: string;
  container: string;
  image: ImageRef;
  places: ImagePlace[];
  /** `not-scanned` is not clean: nothing is known. */
  state: 'scanned' | 'expired' | 'not-scanned';
  sources: ScanSource[];
  os?: ImageOs;
  counts?: Record<Severity, number>;
  upgrades: Upgrade[];
  suppressed: SuppressedFinding[];
  secrets: ExposedSecret[];
}

/** Checks that a workload fails. */
export interface WorkloadChecks {
  place: Omit<ImagePlace, 'pods'>;
  scannedAt?: string;
  failed: ConfigCheck[];
}

/** An image that was built and scanned, and does not run. */
export interface BuiltImage {
  image: ImageRef;
  scannedAt?: string;
  counts: Record<Severity, number>;
}

/** Where findings come from, and what is missing. */
export interface FindingSource {
  name: string;
  state: 'live' | 'missing' | 'partial';
  /** One sentence; absent when live. */
  reason?: string;
  /** ISO time of the newest that it gave. */
  at?: string;
}

/** Answer of `GET /entities/…/findings`. */
export interface EntityFindings {
  entityRef: string;
  /** Worst first; what was not scanned before what is clean. */
  images: ImageFindings[];
  checks: WorkloadChecks[];
  built: BuiltImage[];
  /** Accepted risks that hold for something that it runs, those that end first before others. */
  risks: AcceptedRisk[];
  /** How long findings may stay open; absent: no deadlines are configured. */
  deadlines?: Deadlines;
  sources: FindingSource[];
}

/** Answer of `GET /entities/…/risks`: who may accept what. */
export interface RiskAccess {
  /** Whether the reader may accept, and withdraw. */
  accept: Decision;
  /** Whether the reader may do so for all services. */
  everywhere: Decision;
  /** Last day until which a risk can be accepted now; an ISO date. */
  latest: string;
}

/** Answer of `GET /entities/…/findings/trend`. */
export interface EntityTrend extends Trend {
  /** ISO time of the first finding that was ever seen in what runs now; absent: there was none. */
  knownFrom?: string;
}

/** What a list or a card shows of an entity. */
export interface FindingsSummary {
  counts: Record<Severity, number>;
  /** Findings with a listed fix. */
  fixable: number;
  /** Known to be exploited; absent where no list is configured. */
  exploited?: number;
  /** Past their deadline; absent where no deadlines are configured. */
  overdue?: number;
  images: number;
  notScanned: number;
  /** ISO time of the oldest scan that it is made of. */
  scannedAt?: string;
  /** Changes when anything of the findings does. */
  stamp: string;
}

/** Answer of `GET …/rollouts/:name/canary`; `diff` only while a canary is under way. */
export interface CanaryFindings {
  stableHash?: string;
  canaryHash?: string;
  diff?: CanaryDiff;
}

/** What the page of a rollout and the dialog of an action follow. */
export interface CanarySummary {
  verdict: CanaryDiff['verdict'];
  summary: string;
  added: Record<Severity, number>;
  fixed: number;
  unknown: string[];
  /** What the rules that hold there say of a promotion; absent where none do. */
  gate?: {
    /** Why it is stopped, for each rule that stops it. */
    stops: string[];
    notes: GateDecision['notes'];
  };
  stamp: string;
}
