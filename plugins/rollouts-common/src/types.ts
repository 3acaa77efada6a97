import { EntityLookup } from './entity/lookup';
import {
  ActionAccess,
  ActionAnswer,
  Preview,
} from '@slipway/plugin-actions-common';
import { BreakGlassAccess } from '@slipway/plugin-break-glass-common';
import {
  EntityBinding,
  Freshness,
  ObjectRef,
  ResolvedEnvironment,
} from '@slipway/plugin-clusters-common';

/** Phases that the controller and `kubectl argo rollouts` speak of. */
export type RolloutPhase =
  | 'Healthy'
  | 'Progressing'
  | 'Paused'
  | 'Degraded'
  | 'Unknown';

export type RolloutStrategy = 'canary' | 'blueGreen' | 'unknown';

/** A step of a canary in the controller's order, `index` from 0. */
export interface StepView {
  index: number;
  type:
    | 'setWeight'
    | 'pause'
    | 'analysis'
    | 'experiment'
    | 'setCanaryScale'
    | 'setHeaderRoute'
    | 'setMirrorRoute'
    | 'plugin'
    | 'unknown';
  /** Words for the picture: `20 %`, `pause`, `pause 10m`, `analysis success-rate`, `header route beta: x-canary=true`. */
  label: string;
  /** Why it failed, or what its plugin says, verbatim. */
  message?: string;
  /** `setWeight` only, percent of all traffic; absent when the step's weight is not within 0 and the maximum. */
  weight?: number;
  /** `pause` with a duration only, seconds. */
  pauseSeconds?: number;
  state: 'done' | 'current' | 'waiting' | 'failed' | 'upcoming';
}

/** Who a share of traffic goes to. */
export interface TrafficShare {
  /** `stable`: stableRS. `canary`: currentPodHash, not stable. `active`: blue-green, the active Service's selector. `experiment`: a template of a running experiment. `other`: a different revision that still serves. */
  role: 'stable' | 'canary' | 'active' | 'experiment' | 'other';
  podTemplateHash?: string;
  /** Of an experiment's template: the revision whose pod template it runs. */
  revision?: number;
  /** Of all traffic, above 0 to 100, rounded to three significant digits. */
  percent: number;
  /** The Service through which this share goes, if one does. */
  service?: string;
  /** Name of the experiment's template. */
  name?: string;
  /** Set when the router or the Service sends traffic here and the revision has no ready pod. */
  noPods?: true;
}

/**
 * What the controller's rule makes of traffic that is not where it should end,
 * after an abort or a rollback:
 *
 * - `as-stable-available`: it goes to stable step by step, as stable pods become available (dynamicStableScale)
 * - `once-stable-available`: it goes to stable at once, when all stable pods are available
 * - `router-next-reconciliation`: they are available already: with the next reconciliation
 * - `as-pods-replaced`: pods give the shares; they are replaced by stable ones
 * - `next-reconciliation`: the active Service is switched back at once
 * - `once-new-available`: the active Service is switched back only when all pods of the new revision are available
 */
export type WayBack =
  | 'as-stable-available'
  | 'once-stable-available'
  | 'router-next-reconciliation'
  | 'as-pods-replaced'
  | 'next-reconciliation'
  | 'once-new-available';

/** Who serves which share of traffic now. */
export interface Serving {
  /** `router`: status.canary.weights; `selector`: the active Service's selector (blue-green); `pods`: share of available pods. */
  source: 'router' | 'selector' | 'pods';
  /** Largest first, only those above 0; together 100, or empty when nothing serves. */
  shares: TrafficShare[];
  /** Set when it cannot be known: why, one sentence. Then shares is empty. */
  unknown?: string;
  /** Set when nothing serves. */
  nothing?: 'scaled-to-zero' | 'no-ready-pod';
  /** Set when a rule of the controller moves traffic back to stable. */
  wayBack?: WayBack;
  /** The router has not yet confirmed the weights. */
  unverified?: true;
  /** Set for a rollout at its first revision: whether it has ever been healthy. */
  firstDeployment?: 'never-healthy' | 'was-healthy';
}

/** What a wait is for and how long. */
export interface PauseView {
  /** Reason of the pause condition, or `ManuallyPaused` for spec.paused. */
  reason: string;
  /** ISO start time. */
  startedAt?: string;
  /** True for a pause that the controller ends after a time. Without `endsAt` another pause keeps the rollout paused. */
  timed?: true;
  /** ISO time at which the controller resumes by itself; absent while a user has to end this pause or another one. */
  endsAt?: string;
  /** The step's duration as it stands, when it cannot be read: the spec is invalid. */
  unreadableDuration?: string;
}

/** Why a rollout needs attention, ordered by urgency. */
export type AttentionReason =
  | 'invalid-spec'
  | 'aborted'
  | 'degraded'
  | 'analysis-inconclusive'
  | 'waiting-for-user'
  /** Pods or a ReplicaSet cannot be created or deleted. */
  | 'replica-failure'
  | 'not-observed';

export interface Attention {
  reason: AttentionReason;
  severity: 'error' | 'warning' | 'info';
  /** One sentence. */
  summary: string;
  since?: string;
}

/** Why pods cannot be created or deleted, as the cluster says it. */
export interface ReplicaFailure {
  /** `FailedCreate`, `FailedDelete`, `ReplicaSetCreateError`. */
  reason: string;
  /** Verbatim: `pods "…" is forbidden: exceeded quota: …`. */
  message: string;
  /** ISO time. */
  since?: string;
  /** Name of the ReplicaSet that says it; absent when only the Rollout does. */
  replicaSet?: string;
}

/** A container whose image differs between two templates. */
export interface ImageChange {
  container: string;
  init: boolean;
  /** Image before; absent for a container that is added. */
  from?: string;
  /** Image after; absent for a container that is removed. */
  to?: string;
}

/** One row of the list, one card: everything that needs no second look at the cluster. */
export interface RolloutSummary {
  ref: ObjectRef;
  uid: string;
  resourceVersion: string;
  environment: ResolvedEnvironment;
  entity: EntityBinding;
  /** Owner of the bound entity (`group:default/team-orders`), if known. */
  ownerRef?: string;
  strategy: RolloutStrategy;
  phase: RolloutPhase;
  /** The controller's message, verbatim. */
  message: string;
  /** ISO time since which the phase holds, if the object says. */
  phaseSince?: string;
  aborted: boolean;
  /** `status.abortedAt`, ISO. */
  abortedAt?: string;
  /** True while `spec.paused`. */
  manuallyPaused: boolean;
  pauses: PauseView[];
  /** Index of the current step, equal to `stepCount` when all are done; absent without steps. */
  stepIndex?: number;
  stepCount: number;
  /** Who serves which share of traffic; everything that is said of traffic comes from here. */
  serving: Serving;
  /** Percent of all traffic asked for, for the current revision; absent for blue-green and when the weight is not within 0 and the maximum. */
  setWeight?: number;
  /** Percent of all traffic that the current revision has, without that of experiments; absent for blue-green and when it is not known. */
  actualWeight?: number;
  /** `maxTrafficWeight` where it is not 100: the parts that all traffic has. */
  maxTrafficWeight?: number;
  /** True when a traffic router holds the weights, false when replica counts do. */
  trafficRouted: boolean;
  replicas: {
    desired: number;
    current: number;
    updated: number;
    ready: number;
    available: number;
  };
  /** Containers of the updated template, init containers first; absent while the template is not known. */
  images?: ContainerView[];
  /** Containers whose image the update changes; empty when it changes none; absent while nothing is rolled out or one of the templates is not known. */
  imageChanges?: ImageChange[];
  /** Why pods cannot be created, if they cannot. */
  replicaFailure?: ReplicaFailure;
  /** Image of the container that changes (the first of several; without a change the first main container), stable and updated, if known. */
  stableImage?: string;
  canaryImage?: string;
  currentPodHash?: string;
  stableHash?: string;
  revision?: number;
  /** True when a template is being rolled out: current and stable hashes differ. */
  inProgress: boolean;
  attention?: Attention;
  /** Undo or set-image was done here and Git may not know of it. */
  differsFromGit: boolean;
  createdAt: string;
  /** `spec.restartAt` and `status.restartedAt` as they stand; see `restartState`. */
  restartAt?: string;
  restartedAt?: string;
}

export type ReplicaSetTag =
  | 'stable'
  | 'canary'
  | 'active'
  | 'preview'
  | 'ping'
  | 'pong';

export interface ContainerView {
  name: string;
  image: string;
  init: boolean;
}

/** One revision: a ReplicaSet owned by the Rollout's UID. */
export interface RevisionView {
  uid: string;
  name: string;
  revision: number;
  podTemplateHash: string;
  tags: ReplicaSetTag[];
  health: 'Healthy' | 'Progressing' | 'Degraded' | 'ScaledDown';
  /** Why its pods cannot be created, if they cannot. */
  failure?: ReplicaFailure;
  replicas: { desired: number; ready: number; available: number };
  containers: ContainerView[];
  createdAt: string;
  /** ISO time at which the controller will scale it down (`scale-down-deadline`), if it will. */
  scaleDownAt?: string;
}

export interface PodView {
  uid: string;
  name: string;
  revisionUid: string;
  /** Same words as `kubectl get pods`: Running, Pending, CrashLoopBackOff, Terminating… */
  status: string;
  /** `ready/total`, native sidecars counted. */
  ready: string;
  restarts: number;
  /** ISO time of the last restart, if a container says so. */
  lastRestartAt?: string;
  /** Why it is not ready, as the cluster says it: `ImagePullBackOff of container web: …`. */
  trouble?: string;
  node?: string;
  createdAt: string;
  terminating: boolean;
}

/** One template of an experiment: a ReplicaSet of its own beside those of the rollout. */
export interface ExperimentTemplateView {
  name: string;
  /** `stable` or `canary`: whose pod template it runs, if the step is known. */
  specRef?: string;
  /** `Progressing`, `Running`, `Successful`, `Failed`, `Error`, as the controller writes it. */
  status?: string;
  message?: string;
  podTemplateHash?: string;
  /** Service that leads to its pods. */
  service?: string;
  /** Absent numbers are not reported. */
  replicas: { desired?: number; ready?: number; available?: number };
  /** Name of its ReplicaSet. */
  replicaSet?: string;
  containers: ContainerView[];
  pods: PodView[];
}

/** An Experiment that a step of the rollout made. */
export interface ExperimentView {
  uid: string;
  name: string;
  /** The rollout's status names it as running. */
  current: boolean;
  /** As the controller writes it; absent before it has reacted. */
  phase?: string;
  message?: string;
  stepIndex?: number;
  revision?: number;
  podTemplateHash?: string;
  createdAt: string;
  /** ISO time since when all templates are available. */
  availableAt?: string;
  terminating: boolean;
  /** As it stands in the spec. */
  duration?: string;
  unreadableDuration?: true;
  /** ISO time at which its time is over; absent before it counts and after it has ended. */
  endsAt?: string;
  templates: ExperimentTemplateView[];
  analyses: Array<{
    name: string;
    /** The experiment succeeds only with it. */
    required: boolean;
    analysisRun?: string;
    /** UID of the run, if it is there. */
    runUid?: string;
    phase?: string;
    message?: string;
  }>;
}

export type AnalysisPhase =
  | 'Pending'
  | 'Running'
  | 'Successful'
  | 'Failed'
  | 'Error'
  | 'Inconclusive';

export interface MeasurementView {
  phase: AnalysisPhase;
  /** The provider's value, verbatim. */
  value?: string;
  /** `value` as numbers when it is one or a list of them, all finite. */
  numbers?: number[];
  startedAt?: string;
  finishedAt?: string;
  message?: string;
  /** Set when its run was ended while it was under way: its phase says nothing of the release. */
  terminated?: true;
  /** What the provider recorded of it: `job-name`, `job-namespace`, `canaryExecutionId`, `warnings`. */
  metadata?: Record<string, string>;
}

/** A number of a metric's rule; as the text that stands there when it cannot be read (`{{args.limit}}`). */
export type RuleNumber = number | string;

/** Members of a metric that a template may fill from arguments. */
export type MetricField =
  | 'name'
  | 'successCondition'
  | 'failureCondition'
  | 'query'
  | 'interval'
  | 'initialDelay'
  | 'count'
  | 'failureLimit'
  | 'inconclusiveLimit'
  | 'consecutiveErrorLimit'
  | 'consecutiveSuccessLimit';

/** One metric of a run, its arguments filled in where they are known. */
export interface AnalysisMetricView {
  name: string;
  phase: AnalysisPhase;
  /** The controller's message. */
  message?: string;
  successCondition?: string;
  failureCondition?: string;
  /** The texts of the template, of those members only that arguments changed or should have. */
  template?: Partial<Record<MetricField, string>>;
  /** Limits read from simple conditions (`result[0] >= 0.95`): drawn as lines. Empty when the condition is not of that form. */
  limits: Array<{
    kind: 'success' | 'failure';
    operator: '<' | '<=' | '>' | '>=';
    value: number;
    /** Which of several values is compared, from 0; absent for the first and only one. */
    index?: number;
  }>;
  /** Failed measurements that are allowed; below 0: there is no such limit. */
  failureLimit: RuleNumber;
  inconclusiveLimit: RuleNumber;
  consecutiveErrorLimit: RuleNumber;
  /** Good measurements in a row that are wanted; absent or 0: none. */
  consecutiveSuccessLimit?: RuleNumber;
  counts: {
    successful: number;
    failed: number;
    inconclusive: number;
    /** Attempts that measured nothing. */
    error: number;
  };
  /** Errors without a measurement since, and good measurements without another since. */
  consecutive?: { error?: number; success?: number };
  /** Wanted number of measurements; absent means until stopped. */
  count?: RuleNumber;
  /** A Go duration, or as it stands when it is none. */
  interval?: string;
  initialDelay?: string;
  /** ISO time of the first measurement while it has not come. */
  firstMeasurementAt?: string;
  /** `prometheus`, `job`, `web`… */
  provider: string;
  query?: string;
  dryRun: boolean;
  /** The newest measurements; older ones are dropped by the controller. */
  measurements: MeasurementView[];
  /** How many measurements the controller keeps. */
  kept?: number;
}

/** An argument of a run that one of its shown texts uses. */
export interface AnalysisArgument {
  name: string;
  /** Absent when it is not known, or comes from a Secret. */
  value?: string;
  /** `secretKeyRef`, `fieldRef`… when the value is not written out. */
  valueFrom?: string;
}

export interface AnalysisRunView {
  uid: string;
  name: string;
  /** `Step`, `Background`, `Pre`, `Post`: from the label `rollout-type`; else `Other`. */
  type: 'Step' | 'Background' | 'PrePromotion' | 'PostPromotion' | 'Other';
  /** Name of the Experiment that it belongs to; absent for the rollout's own runs. */
  experiment?: string;
  stepIndex?: number;
  revision?: number;
  podTemplateHash?: string;
  phase: AnalysisPhase;
  /** The controller's message. */
  message?: string;
  /** Plain sentence with the reason for the verdict: which metric, which measurement, which limit. */
  verdict?: string;
  /** Set when the verdict says nothing of the release: nothing was measured, or dry-run metrics only. */
  inconsequential?: 'nothing-measured' | 'dry-run-only';
  createdAt?: string;
  startedAt?: string;
  finishedAt?: string;
  /** Ends, but has not ended yet. */
  terminating: boolean;
  /** Set when the controller or a user asked for its end (`spec.terminate`). */
  terminated?: true;
  args?: AnalysisArgument[];
  metrics: AnalysisMetricView[];
}

export interface EventView {
  uid: string;
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
  count: number;
  firstAt?: string;
  lastAt?: string;
  objectKind: string;
  objectName: string;
}

/** An AnalysisRun that the Rollout's status names as current. */
export interface CurrentAnalysisRun {
  type: 'Step' | 'Background' | 'PrePromotion' | 'PostPromotion';
  name: string;
  status: AnalysisPhase;
}

/** Core of the detail page; revisions, pods, runs and events travel beside it under keys of their own. */
export interface RolloutCore extends RolloutSummary {
  /** `paused`, `status.abort`, … that the action gates need. */
  specPaused: boolean;
  controllerPause: boolean;
  promoteFull: boolean;
  /** Observed generation equals generation. */
  observed: boolean;
  pauseConditions: boolean;
  currentStepAnalysisRunStatus?: { name: string; status: AnalysisPhase };
  /** Every run that the status names, so that the gates know of running ones without the runs themselves. */
  currentAnalysisRuns?: CurrentAnalysisRun[];
  steps: StepView[];
  /** Set when the template comes from `spec.workloadRef`. */
  workloadRef?: { kind: string; name: string };
  blueGreen?: {
    activeService?: string;
    previewService?: string;
    activeSelector?: string;
    previewSelector?: string;
    autoPromotionEnabled: boolean;
    /** Seconds after which a ready preview is promoted; only with automatic promotion. */
    autoPromotionSeconds?: number;
  };
  experiment?: { name: string; status?: string };
  /** Set and actual weight as `kubectl argo rollouts get rollout` prints them, in parts of `maxTrafficWeight`; canary only. */
  kubectlWeights?: { set: number; actual: number };
  /** The Services that the controller points at stable and canary, with ping and pong resolved; canary only. */
  canaryServices?: { stable?: string; canary?: string };
  /** Analysis that the strategy asks for outside of its steps. */
  analyses?: {
    /** `startingStep`: index of the step from which it runs. */
    background?: { startingStep?: number };
    prePromotion?: boolean;
    postPromotion?: boolean;
  };
  conditions: Array<{
    type: string;
    status: string;
    reason?: string;
    message?: string;
    lastUpdateTime?: string;
  }>;
  selector: string;
  /** Container names of the current template, for set image. */
  containers: ContainerView[];
  progressDeadlineSeconds?: number;
  updateRules: UpdateRules;
}

/** Which AnalysisTemplates an analysis of the strategy runs, by name. */
export interface AnalysisPlan {
  templates: string[];
}

/** What the spec asks of an update, with the controller's defaults filled in. */
export interface UpdateRules {
  /** `spec.rollbackWindow.revisions`, where above 0. */
  rollbackWindow?: number;
  /** Whether the controller aborts by itself when the progress deadline is exceeded. */
  progressDeadlineAbort: boolean;
  /** Pods that a restart replaces at a time. */
  restartsAtOnce: number;
  /** Seconds that the new revision stays scaled up after an abort; absent when it stays. */
  abortScaleDownDelay?: number;
  /** Whether the spec says that delay; else it is the controller's default. */
  abortScaleDownDelayGiven?: boolean;
  /** Canary: the analysis that runs beside the steps, from step `startingStep` (index from 0) on. */
  backgroundAnalysis?: AnalysisPlan & { startingStep: number };
  /** Canary: the stable revision is scaled down as the new one is scaled up. */
  dynamicStableScale: boolean;
  /** Blue-green: seconds after which the controller promotes by itself, 0 for at once; absent when it waits for manual promotion. */
  autoPromotionSeconds?: number;
  /** Blue-green: pods of the preview before it is promoted, where not all. */
  previewReplicaCount?: number;
  prePromotionAnalysis?: AnalysisPlan;
  postPromotionAnalysis?: AnalysisPlan;
}

/** Keys in topic `rollouts:detail`: `core`, `revision/<uid>`, `pod/<uid>`, `analysis/<uid>`, `experiment/<uid>`, `event/<uid>`. */
export interface RolloutDetail {
  core: RolloutCore;
  revisions: RevisionView[];
  pods: PodView[];
  analysisRuns: AnalysisRunView[];
  /** Newest first. */
  experiments?: ExperimentView[];
  events: EventView[];
}

/** Answer of `GET /v1/clusters/…/rollouts/:name`. */
export interface RolloutDetailAnswer extends RolloutDetail {
  /** How current each kind is that the detail is made of. An empty list of a kind that is not live says nothing. */
  freshness: Freshness[];
}

/** What the user saw when pressing the button; enforced by JSON Patch `test`. */
export interface SeenState {
  uid: string;
  currentPodHash?: string;
  currentStepIndex?: number;
}

export type RolloutActionName =
  | 'promote'
  | 'promote-full'
  | 'skip-step'
  | 'pause'
  | 'resume'
  | 'abort'
  | 'retry'
  | 'restart'
  | 'undo'
  | 'set-image'
  | 'terminate-analysis';

/** Arguments by action; actions not named here take none. */
export interface RolloutActionArgs {
  undo: { toRevision: number };
  'set-image': { images: Array<{ container: string; image: string }> };
  'terminate-analysis': { analysisRun: string; uid: string };
}

/** One button: whether it does something now, and if not why not. */
export interface ActionGate {
  action: RolloutActionName;
  enabled: boolean;
  /** Set when disabled: one sentence. */
  reason?: string;
}

/** What a dialog shows before an action is sent. Pure, from what the page has. */
export interface ActionPreview extends Preview {
  action: RolloutActionName;
  /** `Promote order-service`. */
  title: string;
  /** True when the user must type the rollout's name. */
  typedConfirmation: boolean;
  /** True for one-tap actions (abort). */
  oneTap: boolean;
}

/** What the signed-in user may do to a rollout. */
export interface RolloutAccess extends ActionAccess<RolloutActionName> {
  entity: EntityBinding;
  /** Absent when nobody owns the rollout or the grants cannot be read. */
  breakGlass?: BreakGlassAccess;
}

/** Answer to an accepted action. */
export interface ActionResult extends ActionAnswer {
  ref: ObjectRef;
  action: RolloutActionName;
  /** resourceVersion after the write. */
  resourceVersion: string;
}

/** One line of a template diff. Values of env and secrets are masked before the diff is made. */
export interface DiffLine {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

export interface RevisionDiff {
  from: number;
  to: number;
  lines: DiffLine[];
  /** `image`, `env`, `resources`…: which parts changed, for a summary. */
  changed: string[];
}

/** Answer of `GET /v1/entities/:kind/:namespace/:name/rollouts`. */
export interface EntityRolloutList extends RolloutList {
  /** Where they were looked for, and with what outcome. */
  lookup: EntityLookup;
}

/** Answer of `GET /v1/rollouts`: one page, ordered by cluster and uid. */
export interface RolloutPageAnswer extends RolloutList {
  /** On all pages. */
  total: number;
  /** Sent as `cursor` it gives the next page; absent on the last one. */
  nextCursor?: string;
}

/** Rollouts, and how fresh the clusters are that they come from. */
export interface RolloutList {
  items: RolloutSummary[];
  freshness: Freshness[];
}
