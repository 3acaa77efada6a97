import { Clock } from '../../clock';
import { EventRecorder } from '../base/EventRecorder';
import { ReplicaSet } from '../base/model';
import { controllerReference, Objects } from '../base/Objects';
import {
  Experiment,
  ExperimentTemplate,
  TemplateStatus,
} from '../base/rolloutModel';
import { parseDuration, stamp } from '../base/time';
import { isPhaseCompleted } from '../rollouts/phase';
import { SCALE_DOWN_DEADLINE, timeToScaleDown } from '../rollouts/replicaSets';

const NAME = 'experiment.argoproj.io/name';
const TEMPLATE = 'experiment.argoproj.io/template-name';
const DEADLINE = 600;
const SCALE_DOWN_DELAY = 30;
/** From best to worst. */
const ORDER = ['Successful', 'Running', 'Progressing', 'Error', 'Failed'];

export interface ExperimentControllerOptions {
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

/** Experiments as far as canary steps show them: ReplicaSets for a while; their analyses and services are not run. Upstream: `experiments/experiment.go`. */
export class ExperimentController {
  constructor(private readonly options: ExperimentControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { objects, clock, requeueAfter } = this.options;
    const experiment = objects.experiments.get(namespace, name);
    if (!experiment || experiment.metadata.deletionTimestamp) return;
    const now = clock.now().getTime();
    const duration = parseDuration(experiment.spec.duration ?? '');
    const since = Date.parse(experiment.status.availableAt ?? '');
    const end = duration === undefined ? NaN : since + duration;
    const passed = now > end;
    const templates = (experiment.spec.templates ?? []).map(template =>
      this.#syncTemplate(experiment, template, passed),
    );
    const next = { ...experiment.status, templateStatuses: templates };
    if (!next.phase) {
      next.phase = 'Pending';
    } else if (!isPhaseCompleted(next.phase)) {
      const worst = templates.reduce(
        (bad, { status = 'Progressing' }) =>
          ORDER.indexOf(status) > ORDER.indexOf(bad) ? status : bad,
        'Successful',
      );
      next.phase = worst === 'Progressing' ? 'Pending' : worst;
      const told = templates.find(({ message }) => message)?.message;
      if (told) next.message = told;
      if (worst === 'Running') next.availableAt ??= stamp(clock.now());
    }
    objects.experiments.updateStatus({ ...experiment, status: next });
    if (!isPhaseCompleted(next.phase) && !passed && !Number.isNaN(end)) {
      requeueAfter(namespace, name, end - now + 1);
    }
  }

  #syncTemplate(
    experiment: Experiment,
    template: ExperimentTemplate,
    passed: boolean,
  ): TemplateStatus {
    const { objects, clock, events, requeueAfter } = this.options;
    const { namespace, name } = experiment.metadata;
    const now = clock.now();
    const last = experiment.status.templateStatuses?.find(
      one => one.name === template.name,
    );
    const isOver =
      Boolean(experiment.spec.terminate) ||
      isPhaseCompleted(experiment.status.phase) ||
      ['Successful', 'Failed', 'Error'].includes(last?.status ?? '');
    const wanted = isOver ? 0 : template.replicas ?? 1;
    const replicaSet =
      objects.replicaSets
        .ownedBy(experiment)
        .find(one => one.metadata.annotations?.[TEMPLATE] === template.name) ??
      (isOver ? undefined : this.#create(experiment, template));
    if (replicaSet) this.#scale(experiment, replicaSet, wanted);
    const {
      replicas = 0,
      readyReplicas = 0,
      availableReplicas = 0,
    } = replicaSet?.status ?? {};
    const status: TemplateStatus = {
      ...last,
      name: template.name,
      replicas,
      updatedReplicas: replicas,
      readyReplicas,
      availableReplicas,
      lastTransitionTime: last?.lastTransitionTime ?? stamp(now),
    };
    if (
      last?.replicas !== replicas ||
      last.availableReplicas !== availableReplicas
    ) {
      status.lastTransitionTime = stamp(now);
    }
    if (!['Successful', 'Failed', 'Error'].includes(last?.status ?? '')) {
      const seconds = experiment.spec.progressDeadlineSeconds ?? DEADLINE;
      const due = Date.parse(status.lastTransitionTime ?? '') + seconds * 1000;
      if (passed || isOver) {
        status.status = 'Successful';
      } else if (availableReplicas === wanted) {
        status.status = 'Running';
      } else if (now.getTime() > due) {
        status.status = 'Failed';
        status.message = `Template '${template.name}' exceeded its progressDeadlineSeconds (${seconds})`;
      } else {
        status.status = 'Progressing';
        requeueAfter(namespace, name, due - now.getTime() + 1);
      }
    }
    if (status.status !== last?.status) {
      events.record(
        experiment,
        'rollouts-controller',
        status.status === 'Failed' ? 'Warning' : 'Normal',
        `Template${status.status}`,
        `Template '${template.name}' transitioned from ${
          last?.status ?? ''
        } -> ${status.status}${status.message ? `: ${status.message}` : ''}`,
      );
    }
    return status;
  }

  #create(experiment: Experiment, template: ExperimentTemplate): ReplicaSet {
    const { metadata } = experiment;
    return this.options.objects.replicaSets.create({
      metadata: {
        name: `${metadata.name}-${template.name}`,
        namespace: metadata.namespace,
        labels: template.template.metadata?.labels,
        annotations: {
          [NAME]: metadata.name,
          [TEMPLATE]: template.name,
        },
        ownerReferences: [controllerReference(experiment)],
      },
      spec: {
        replicas: 0,
        selector: template.selector,
        template: template.template,
      },
      status: { replicas: 0 },
    });
  }

  /** Scales up at once, down after the delay. */
  #scale(experiment: Experiment, replicaSet: ReplicaSet, wanted: number): void {
    const { objects, clock, requeueAfter } = this.options;
    const { namespace, name } = experiment.metadata;
    if ((replicaSet.spec.replicas ?? 0) === wanted) return;
    const now = clock.now().getTime();
    if (wanted === 0) {
      const delay = experiment.spec.scaleDownDelaySeconds ?? SCALE_DOWN_DELAY;
      if (!replicaSet.metadata.annotations?.[SCALE_DOWN_DEADLINE] && delay) {
        objects.replicaSets.update({
          ...replicaSet,
          metadata: {
            ...replicaSet.metadata,
            annotations: {
              ...replicaSet.metadata.annotations,
              [SCALE_DOWN_DEADLINE]: stamp(new Date(now + delay * 1000)),
            },
          },
        });
        requeueAfter(namespace, name, delay * 1000);
        return;
      }
      const left = timeToScaleDown(replicaSet, now);
      if (left !== undefined) {
        requeueAfter(namespace, name, left + 1);
        return;
      }
    }
    objects.replicaSets.update({
      ...replicaSet,
      spec: { ...replicaSet.spec, replicas: wanted },
    });
  }
}
