import { EventRecorder } from '../../../loops/EventRecorder';
import { Owner, ReplicaSet, Service } from '../../../loops/model';
import { RolloutObjects } from '../RolloutObjects';
import { Experiment, ExperimentStatus } from '../rolloutModel';
import { isTerminating } from './rules';

const NAME = 'experiment.argoproj.io/name';
const TEMPLATE = 'experiment.argoproj.io/template-name';

/** Annotations that tie ReplicaSets and Services to a template. */
export const templateAnnotations = (experiment: Experiment, name: string) => ({
  [NAME]: experiment.metadata.name,
  [TEMPLATE]: name,
});

/** What one reconciliation of one Experiment knows and decides. Upstream: `experimentContext`. */
export class ExperimentContext {
  /** By the name of the template. */
  readonly replicaSets: Map<string, ReplicaSet>;
  readonly services: Map<string, Service>;
  readonly next: ExperimentStatus;
  /** As of the last status: what ends now ends in the next reconciliation. */
  readonly terminating: boolean;

  constructor(
    readonly experiment: Experiment,
    readonly objects: RolloutObjects,
    readonly now: Date,
    private readonly events: EventRecorder,
    /** Looks at the Experiment again after so much time, ms. */
    readonly requeueAfter: (milliseconds: number) => void,
  ) {
    this.next = structuredClone(experiment.status);
    this.terminating = isTerminating(experiment);
    this.replicaSets = this.#byTemplate(
      objects.replicaSets.ownedBy(experiment),
    );
    this.services = this.#byTemplate(objects.services.ownedBy(experiment));
  }

  #byTemplate<O extends ReplicaSet | Service>(owned: O[]): Map<string, O> {
    const { metadata } = this.experiment;
    return new Map(
      owned
        .filter(one => one.metadata.annotations?.[NAME] === metadata.name)
        .map(one => [one.metadata.annotations?.[TEMPLATE] ?? '', one]),
    );
  }

  event(type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.eventOn(this.experiment, type, reason, message);
  }

  eventOn(
    object: Owner,
    type: 'Normal' | 'Warning',
    reason: string,
    message: string,
  ): void {
    this.events.record(object, 'rollouts-controller', type, reason, message);
  }
}

/** The text of what was thrown. */
export const textOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
