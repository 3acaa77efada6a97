import { Clock } from '@slipway/kube-sim';
import { EventRecorder } from '../../../loops/EventRecorder';
import { RolloutObjects } from '../RolloutObjects';
import { Experiment, ExperimentStatus } from '../rolloutModel';
import { reconcileAnalysis } from './analyses';
import { refusedStatus, setConditions, specError } from './conditions';
import { ExperimentContext } from './ExperimentContext';
import { nextLook, setPhase } from './status';
import { reconcileTemplate } from './templates';

export interface ExperimentControllerOptions {
  objects: RolloutObjects;
  clock: Clock;
  events: EventRecorder;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/** The control loop of Experiments. Upstream: `experiments/controller.go`, `experiments/experiment.go`. */
export class ExperimentController {
  constructor(private readonly options: ExperimentControllerOptions) {}

  /** Looks at one Experiment once. */
  sync(namespace: string | undefined, name: string): void {
    const { objects, clock, events, requeueAfter } = this.options;
    const experiment = objects.experiments.get(namespace, name);
    if (!experiment || experiment.metadata.deletionTimestamp) return;
    const now = clock.now();
    const wrong = specError(experiment);
    if (wrong) {
      this.#persist(experiment, refusedStatus(experiment, wrong, now));
      return;
    }
    const look = (milliseconds: number) =>
      requeueAfter(namespace, name, milliseconds);
    const context = new ExperimentContext(
      experiment,
      objects,
      now,
      events,
      look,
    );
    for (const template of experiment.spec.templates ?? []) {
      reconcileTemplate(context, template);
    }
    for (const analysis of experiment.spec.analyses ?? []) {
      reconcileAnalysis(context, analysis);
    }
    setPhase(context);
    setConditions(experiment, context.next, now);
    const wait = nextLook(context);
    if (wait !== undefined) look(wait);
    this.#persist(experiment, context.next);
  }

  #persist(experiment: Experiment, status: ExperimentStatus): void {
    const { objects, events } = this.options;
    objects.experiments.updateStatus({ ...experiment, status });
    const { phase } = experiment.status;
    if (status.phase === phase) return;
    events.record(
      experiment,
      'rollouts-controller',
      ['Error', 'Failed', 'Inconclusive'].includes(status.phase ?? '')
        ? 'Warning'
        : 'Normal',
      `Experiment${status.phase}`,
      `Experiment transitioned from ${phase ?? ''} -> ${status.phase}`,
    );
  }
}
