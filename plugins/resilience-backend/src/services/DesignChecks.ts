import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import {
  CheckAnswer,
  designProblems,
  DesignSpec,
  fewestSeconds,
  needsApproval,
  PartDesign,
  PlaceOption,
  RunDetail,
  runningReason,
  RunningThere,
  RunPlace,
  timeline,
  withCheckedDurations,
} from '@slipway/plugin-resilience-common';
import { PartCheck, PartKind, PartOffer } from '@slipway/plugin-work-common';
import { Work } from '@slipway/plugin-work-node';
import { ResilienceConfig } from '../config';
import { ResilienceStore } from '../database/ResilienceStore';
import { wordsOf } from '../engine/PartDriver';
import { Workloads } from './Workloads';

const NOT_INSTALLED: Record<PartKind, string> = {
  load: 'Load tests are not installed in this portal: a run has faults only.',
  fault: 'Faults are not installed in this portal: a run has a load only.',
};

/** The two kinds of parts, load first. */
const KINDS: readonly PartKind[] = ['load', 'fault'];

/** What runs there, as answers have it. */
export function runningThere({
  id,
  title,
  startedBy,
  createdAt,
}: Pick<RunDetail, 'id' | 'title' | 'startedBy' | 'createdAt'>): RunningThere {
  return { id, title, startedBy, since: createdAt };
}

/** What can be run where, and what would happen if it were launched now. Changes nothing. */
export class DesignChecks {
  constructor(
    private readonly options: {
      config: ResilienceConfig;
      metrics: Pick<GoldenMetricsService, 'has'>;
      store: Pick<ResilienceStore, 'active'>;
      work: Pick<Work, 'partsOf' | 'running'>;
      workloads: Workloads;
      now(): number;
    },
  ) {}

  /** Kinds of parts that no installed plugin offers, with what that means. */
  missing(): Array<{ kind: PartKind; reason: string }> {
    const { work } = this.options;
    return KINDS.filter(kind => !work.partsOf(kind)).map(kind => ({
      kind,
      reason: NOT_INSTALLED[kind],
    }));
  }

  /** The places in which an entity has workloads. */
  async places(entityRef: string): Promise<PlaceOption[]> {
    const { workloads, store } = this.options;
    const places = new Map<string, PlaceOption>();
    for (const { cluster, namespace, workload } of workloads.of(entityRef)) {
      const { name } = workload.metadata;
      const key = `${cluster} ${namespace}`;
      const place = places.get(key) ?? {
        cluster,
        namespace,
        environment: workloads.environmentOf(cluster, namespace),
        workloads: [],
      };
      place.workloads.push(name);
      places.set(key, place);
      const active = await store.active({ cluster, namespace, workload: name });
      if (active && place.running === undefined) {
        place.running = runningThere(active);
      }
    }
    return [...places.values()].map(place => {
      const refused = this.#refusedAt(place.cluster);
      return { ...place, ...(refused ? { refused } : {}) };
    });
  }

  /** What can be a part there, load first. A provider that does not answer offers nothing, and its kind is named. */
  async offers(
    place: RunPlace,
    credentials: BackstageCredentials,
  ): Promise<PartOffer[]> {
    const { work } = this.options;
    const lists = await Promise.all(
      KINDS.map(kind => work.partsOf(kind)?.offers(place, credentials) ?? []),
    );
    return lists.flat();
  }

  /** What would happen if the design were launched now, with the caller's own rights. */
  async check(
    place: RunPlace,
    design: DesignSpec,
    credentials: BackstageCredentials,
  ): Promise<CheckAnswer & { workload?: string }> {
    const { config, store } = this.options;
    const parts = await Promise.all(
      design.parts.map(async part => ({
        partId: part.id,
        check: await this.#checkPart(place, part, credentials),
      })),
    );
    const whole = withCheckedDurations(design, parts);
    const target = this.#workloadOf(place, design);
    const active =
      'workload' in target
        ? await store.active({ ...place, workload: target.workload })
        : undefined;
    const running = active && runningThere(active);
    const titled = (of: 'refusals' | 'warnings') =>
      parts.flatMap(({ partId, check }) => {
        const part = design.parts.find(({ id }) => id === partId);
        return check[of].map(text => `${part?.title ?? partId}: ${text}`);
      });
    const refusals = [
      'refused' in target ? target.refused : undefined,
      running && runningReason(running),
      this.#refusedAt(place.cluster),
      this.#outlivesSession(whole, credentials),
      ...titled('refusals'),
    ].filter((text): text is string => text !== undefined);
    return {
      problems: designProblems(whole, config.limits),
      refusals,
      ...(running ? { running } : {}),
      warnings: [
        ...(await this.#surroundings(place)),
        ...this.#doubts(whole),
        ...titled('warnings'),
      ],
      parts,
      timeline: timeline(whole),
      ...('workload' in target ? { workload: target.workload } : {}),
    };
  }

  #refusedAt(cluster: string): string | undefined {
    return this.options.metrics.has(cluster)
      ? undefined
      : `No Prometheus is configured for ${cluster}: nothing could be judged.`;
  }

  async #checkPart(
    { entityRef, cluster, namespace }: RunPlace,
    { kind, offer, args }: PartDesign,
    credentials: BackstageCredentials,
  ): Promise<PartCheck> {
    const nothing = { warnings: [], touches: [], durationSeconds: 0 };
    const provider = this.options.work.partsOf(kind);
    if (!provider) return { ...nothing, refusals: [NOT_INSTALLED[kind]] };
    try {
      return await provider.check(
        {
          kind,
          offer,
          args,
          entityRef,
          cluster,
          namespace,
          approved: needsApproval(
            this.options.workloads.environmentOf(cluster, namespace),
          ),
        },
        credentials,
      );
    } catch (error) {
      return { ...nothing, refusals: [wordsOf(error)] };
    }
  }

  #workloadOf(
    { entityRef, cluster, namespace }: RunPlace,
    { workload }: DesignSpec,
  ): { workload: string } | { refused: string } {
    const names = this.options.workloads
      .of(entityRef)
      .filter(one => one.cluster === cluster && one.namespace === namespace)
      .map(one => one.workload.metadata.name);
    const where = `${cluster}/${namespace}`;
    if (workload !== undefined) {
      return names.includes(workload)
        ? { workload }
        : { refused: `${entityRef} has no workload ${workload} in ${where}.` };
    }
    if (names.length === 1) return { workload: names[0] };
    return {
      refused:
        names.length === 0
          ? `${entityRef} has no workload in ${where}.`
          : `${entityRef} has several workloads in ${where} (${names.join(
              ', ',
            )}): choose the one that is judged.`,
    };
  }

  /** Parts are started with the session of the user, which must last so long. */
  #outlivesSession(
    { parts }: DesignSpec,
    { expiresAt }: BackstageCredentials,
  ): string | undefined {
    if (!expiresAt) return undefined;
    const left = (expiresAt.getTime() - this.options.now()) / 1000;
    const late = parts.find(({ startSeconds }) => startSeconds > left - 60);
    return late
      ? `${
          late.title
        } would start when your session is over: parts are started as you. Start it within ${Math.max(
          0,
          Math.floor((left - 60) / 60),
        )} min, or reload the page for a new session.`
      : undefined;
  }

  /** What else runs on the entity. */
  async #surroundings({
    entityRef,
    cluster,
    namespace,
  }: RunPlace): Promise<string[]> {
    const { work, unknown } = await this.options.work.running();
    const here = work.filter(
      ({ entityRefs, places }) =>
        entityRefs.includes(entityRef) &&
        places.some(
          place =>
            place.cluster === cluster &&
            (place.namespace ?? namespace) === namespace,
        ),
    );
    return [
      ...here.map(({ kind, title, state }) =>
        kind === 'canary'
          ? `A canary is under way (${title}, ${state}): canary and stable pods are judged apart.`
          : `It runs there too: ${title}, ${state}.`,
      ),
      ...unknown.map(
        ({ plugin }) => `It is not known what ${plugin} runs there now.`,
      ),
    ];
  }

  /** What would make the verdict weak. */
  #doubts(design: DesignSpec): string[] {
    const { parts, hypothesis } = design;
    const { recovery } = fewestSeconds(
      design,
      this.options.config.limits.sampleSeconds,
    );
    const judgesTraffic = hypothesis.thresholds.some(
      ({ metric }) => metric === 'requestRate',
    );
    return [
      ...(parts.every(({ kind }) => kind === 'fault')
        ? [
            'There is no load: without traffic of users the verdict is inconclusive.',
          ]
        : []),
      ...(design.recoverySeconds < recovery + hypothesis.windowSeconds
        ? [
            `Each sample covers ${hypothesis.windowSeconds} s: the recovery leaves little time beyond that.`,
          ]
        : []),
      ...(judgesTraffic
        ? []
        : [
            'Without a threshold on requests per second, a service that answers nobody has no figures, and is not a failure.',
          ]),
    ];
  }
}
