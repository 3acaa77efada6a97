import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResourceId } from '@slipway/plugin-clusters-common';
import {
  ANALYSIS_RUNS,
  DEPLOYMENTS,
  deriveDetail,
  EVENTS,
  EXPERIMENTS,
  planAction,
  PODS,
  REPLICA_SETS,
  RolloutActionArgs,
  RolloutActionName,
  RolloutCore,
  RolloutDetail,
  rolloutKinds,
  ROLLOUTS,
  SeenState,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import { violationsOf } from '@slipway/plugin-rollouts-common/testUtils';
import { Api } from './api';
import { ArgoCli, Printed } from './cli';
import { assertSame } from './compare';
import { at, Json } from './json';
import { SERVICES } from './manifests';
import type { Pair } from './predictions';
import { Recorder } from './recorder';
import type { Served } from './served';
import { Target } from './target';
import { Traffic } from './traffic';

type PlannedAction = ReturnType<typeof planAction>;

/** How long a state may take to come about, ms. */
const DEADLINE = 120_000;
/** How often objects are read while waiting, ms. */
const INTERVAL = 150;
/** How long the objects must stand still before an action is sent, ms. */
const QUIET = 800;
/** How long the controller may leave a changed Rollout alone before it is woken, ms. */
const OVERLOOKED = 12_000;

/** Everything about one rollout, read from the API server at one moment. */
export interface Reading {
  raw: Json;
  replicaSets: Json[];
  detail: RolloutDetail;
  core: RolloutCore;
  /** Who served at that moment, where it was asked (`lib/served.ts`). */
  served?: Served[];
}

export interface ActOptions {
  /** What the user saw; by default what is there now. */
  seen?: SeenState;
  /** Name of the Deployment of a workloadRef. */
  deployment?: string;
}

const versionsOf = (objects: Json[]) =>
  objects
    .map(
      object =>
        `${at(object, 'metadata', 'uid')}@${at(
          object,
          'metadata',
          'resourceVersion',
        )}`,
    )
    .sort()
    .join(' ');

/** One namespace of a target, with one rollout named `shop`. */
export class World {
  readonly name = 'shop';
  readonly #cli: ArgoCli;
  readonly #seen = new Set<string>();
  /** What was wrong in any state that was read, each once, with an example of when. */
  readonly violations = new Map<string, string>();
  /** Actions whose prediction was compared with what happened (`lib/predictions.ts`). */
  readonly pairs: Pair[] = [];
  /** How often the controller had to be woken (see {@link World.until}). */
  woken = 0;

  constructor(
    readonly target: Target,
    readonly api: Api,
    readonly namespace: string,
    /** Measured pods that all scenarios share. */
    readonly traffic: Traffic,
    /** Writes down what is read, if a recording was asked for. */
    private readonly recorder?: Recorder,
  ) {
    this.#cli = new ArgoCli(target);
  }

  async create(resource: ResourceId, ...bodies: Json[]): Promise<void> {
    for (const body of bodies) {
      await this.api.create(resource, this.namespace, body);
    }
  }

  /**
   * Reads every kind once. `versions` says whether two readings saw the same
   * objects; `moving` is the same without AnalysisRuns, which change with
   * every measurement.
   */
  async #readAll(): Promise<{
    reading: Reading;
    versions: string;
    moving: string;
  }> {
    const list = (resource: ResourceId) =>
      this.api.list(resource, this.namespace);
    const [
      rollouts,
      replicaSets,
      pods,
      analysisRuns,
      experiments,
      events,
      services,
    ] = await Promise.all(
      [
        ROLLOUTS,
        REPLICA_SETS,
        PODS,
        ANALYSIS_RUNS,
        EXPERIMENTS,
        EVENTS,
        SERVICES,
      ].map(list),
    );
    this.recorder?.record({
      Rollout: rollouts,
      ReplicaSet: replicaSets,
      Pod: pods,
      AnalysisRun: analysisRuns,
      Experiment: experiments,
      Service: services,
    });
    const raw = rollouts.find(
      rollout => at(rollout, 'metadata', 'name') === this.name,
    );
    assert.ok(raw, `Rollout ${this.name} is gone from ${this.namespace}.`);
    const detail = deriveDetail(
      rolloutKinds.rollouts.project(raw),
      {
        cluster: this.target.name,
        environment: { environment: 'stage', source: 'config-cluster' },
        entity: { state: 'unbound', reason: 'a contract scenario' },
      },
      {
        replicaSets: replicaSets.map(rolloutKinds.replicaSets.project),
        pods: pods.map(rolloutKinds.pods.project),
        analysisRuns: analysisRuns.map(rolloutKinds.analysisRuns.project),
        experiments: experiments.map(rolloutKinds.experiments.project),
        events: events.map(rolloutKinds.events.project),
      },
    );
    const versions = versionsOf([
      raw,
      ...replicaSets,
      ...pods,
      ...analysisRuns,
      ...experiments,
    ]);
    this.#check(detail, versions, {
      Rollout: [raw],
      ReplicaSet: replicaSets,
      Pod: pods,
      AnalysisRun: analysisRuns,
      Experiment: experiments,
      Event: events,
      Service: services,
    });
    return {
      reading: { raw, replicaSets, detail, core: detail.core },
      versions,
      moving: versionsOf([raw, ...replicaSets, ...pods]),
    };
  }

  /** How many predictions were compared with their outcome. */
  get predictionPairs(): number {
    return this.pairs.length;
  }

  /** How many different states were read and checked. */
  get states(): number {
    return this.#seen.size;
  }

  /** Checks the invariants of a state, once. Lists of the API server do not name the kind of their items. */
  #check(
    detail: RolloutDetail,
    versions: string,
    kinds: Record<string, Json[]>,
  ): void {
    if (this.#seen.has(versions)) return;
    this.#seen.add(versions);
    const objects = Object.entries(kinds).flatMap(([kind, list]) =>
      list.map(one => ({ ...one, kind })),
    );
    for (const violation of violationsOf(detail, objects)) {
      if (!this.violations.has(violation)) {
        this.violations.set(violation, new Date().toISOString());
      }
    }
  }

  async read(): Promise<Reading> {
    return (await this.#readAll()).reading;
  }

  /** Waits until rollout, ReplicaSets and pods have not changed for a moment. */
  async untilQuiet(): Promise<void> {
    const end = Date.now() + DEADLINE;
    let { moving } = await this.#readAll();
    let since = Date.now();
    while (Date.now() - since < QUIET) {
      assert.ok(Date.now() < end, 'The objects do not come to rest.');
      await sleep(INTERVAL);
      const next = await this.#readAll();
      if (next.moving !== moving) since = Date.now();
      moving = next.moving;
    }
  }

  /** A write that changes nothing but makes the controller look at the rollout again. */
  async #wake(): Promise<void> {
    this.woken += 1;
    await this.merge({
      metadata: { annotations: { 'slipway.io/woken': String(this.woken) } },
    });
  }

  /**
   * Waits until the objects, read again each time, are as wanted.
   *
   * Controllers up to 1.9.2 can overlook a change that arrives while they
   * work on the same Rollout (argo-rollouts issues 4073 and 4694: their cache
   * is overwritten). When nothing has moved for a while it is woken, once, and
   * the run says so. The double is never woken: what it overlooks is its fault.
   */
  async until(
    what: string,
    wanted: (core: RolloutCore, reading: Reading) => boolean,
    deadline = DEADLINE,
  ): Promise<Reading> {
    const end = Date.now() + deadline;
    let last = '';
    let still = Date.now();
    let mayWake = this.target.canOverlook;
    for (;;) {
      const { reading, versions } = await this.#readAll();
      if (wanted(reading.core, reading)) return reading;
      if (versions !== last) still = Date.now();
      last = versions;
      if (mayWake && Date.now() - still > OVERLOOKED) {
        mayWake = false;
        await this.#wake();
      }
      if (Date.now() > end) {
        const { phase, message, stepIndex, stepCount, pauses, aborted } =
          reading.core;
        throw new Error(
          `After ${deadline / 1000} s still not ${what}: ${JSON.stringify({
            phase,
            message,
            step: `${stepIndex}/${stepCount}`,
            pauses,
            aborted,
          })}\n${await this.#cli
            .getRollout(this.namespace, this.name)
            .then(printed => printed.text)}`,
        );
      }
      await sleep(INTERVAL);
    }
  }

  untilPhase(
    phase: RolloutCore['phase'],
    more: (core: RolloutCore, reading: Reading) => boolean = () => true,
  ): Promise<Reading> {
    return this.until(
      phase,
      (core, reading) => core.phase === phase && more(core, reading),
    );
  }

  /** Waits until every replica that is wanted is available and nothing is rolled out. */
  untilHealthy(): Promise<Reading> {
    return this.untilPhase(
      'Healthy',
      core => !core.inProgress && core.replicas.current > 0,
    );
  }

  /**
   * Compares what Slipway derives with what the plugin prints about the very
   * same objects: UID and resourceVersion of the rollout and of all that it
   * owns are equal before and after the call of the plugin. Otherwise both
   * are taken again, until the deadline.
   */
  async compare(
    expected: Partial<RolloutCore> = {},
  ): Promise<{ reading: Reading; printed: Printed }> {
    const end = Date.now() + DEADLINE;
    for (;;) {
      const before = await this.#readAll();
      const printed = await this.#cli.getRollout(this.namespace, this.name);
      const after = await this.#readAll();
      if (before.versions === after.versions) {
        assertSame(before.reading.detail, printed);
        assert.deepEqual(
          { ...before.reading.core, ...expected },
          before.reading.core,
          `The state is another one than the scenario is about.\n${printed.text}`,
        );
        return { reading: before.reading, printed };
      }
      assert.ok(
        Date.now() < end,
        'The objects did not stand still long enough to be compared.',
      );
      await sleep(INTERVAL);
    }
  }

  /** Plans an action on fresh objects. */
  async plan(
    action: RolloutActionName,
    args?: RolloutActionArgs[keyof RolloutActionArgs],
    options: ActOptions = {},
  ): Promise<PlannedAction> {
    const { raw, replicaSets, core } = await this.read();
    const run =
      args && 'analysisRun' in args
        ? await this.api.get(ANALYSIS_RUNS, this.namespace, args.analysisRun)
        : undefined;
    const workload = options.deployment
      ? await this.api.get(DEPLOYMENTS, this.namespace, options.deployment)
      : undefined;
    return planAction(action, raw, args, options.seen ?? seenStateOf(core), {
      actor: 'user:default/contract',
      id: 'contract',
      now: new Date().toISOString(),
      digest: value => createHash('sha256').update(value).digest('hex'),
      replicaSets,
      workload,
      analysisRun: run,
    });
  }

  async send(plan: PlannedAction): Promise<void> {
    for (const patch of plan.writes) await this.api.patch(patch);
  }

  /** Plans and sends, as the portal does, once the objects stand still. */
  async act(
    action: RolloutActionName,
    args?: RolloutActionArgs[keyof RolloutActionArgs],
    options: ActOptions = {},
  ): Promise<PlannedAction> {
    await this.untilQuiet();
    const plan = await this.plan(action, args, options);
    await this.send(plan);
    return plan;
  }

  /** Sets the image of the container `app`. */
  setImage(image: string, options: ActOptions = {}): Promise<PlannedAction> {
    return this.act(
      'set-image',
      { images: [{ container: 'app', image }] },
      options,
    );
  }

  /** What a user of kubectl would change in the rollout. */
  async merge(body: Json, subresource?: 'status'): Promise<void> {
    await this.api.merge(
      ROLLOUTS,
      this.namespace,
      this.name,
      body,
      subresource,
    );
  }
}
