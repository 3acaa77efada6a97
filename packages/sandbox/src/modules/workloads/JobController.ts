import { Clock } from '@slipway/kube-sim';
import { EventRecorder } from '../../loops/EventRecorder';
import { suffix } from '../../loops/hash';
import { Condition, Job, JobStatus, Pod } from '../../loops/model';
import { controllerReference, Objects } from '../../loops/Objects';
import { stamp } from '../../loops/time';

export interface JobControllerOptions {
  objects: Objects;
  clock: Clock;
  events: EventRecorder;
  random: () => number;
  requeueAfter(namespace: string | undefined, name: string, ms: number): void;
}

const SECOND = 1_000;

const isFailed = (pod: Pod) => pod.status.phase === 'Failed';

/** The condition by which a Job is over. */
function endOf({ status }: Job): Condition | undefined {
  return status.conditions?.find(
    ({ type, status: holds }) =>
      ['Complete', 'Failed'].includes(type) && holds === 'True',
  );
}

/**
 * Jobs of one pod that is not tried again, which is what the portal makes:
 * `backoffLimit: 0`. A pod that fails or is deleted ends its Job; the deadline
 * ends both; a finished Job is deleted after its time to live.
 * Upstream: `pkg/controller/job` and `pkg/controller/ttlafterfinished` of Kubernetes.
 */
export class JobController {
  constructor(private readonly options: JobControllerOptions) {}

  sync(namespace: string | undefined, name: string): void {
    const { objects } = this.options;
    const job = objects.jobs.get(namespace, name);
    if (!job || job.metadata.deletionTimestamp) return;
    const ended = endOf(job);
    if (ended) {
      this.#deleteWhenDue(job, ended);
      return;
    }
    const pods = objects.pods.ownedBy(job);
    const [pod] = pods;
    if (!job.status.startTime) {
      this.#setStatus(job, { startTime: this.#now() });
      this.#create(job);
    } else if (this.#deadlineHasPassed(job)) {
      pods.forEach(one => objects.pods.delete(one));
      this.#fail(
        job,
        'DeadlineExceeded',
        'Job was active longer than specified deadline',
      );
    } else if (!pod || pod.metadata.deletionTimestamp || isFailed(pod)) {
      this.#fail(
        job,
        'BackoffLimitExceeded',
        'Job has reached the specified backoff limit',
      );
    } else if (pod.status.phase === 'Succeeded') {
      this.#complete(job);
    } else {
      const ready = pod.status.phase === 'Running' ? 1 : 0;
      if (job.status.active === 1 && job.status.ready === ready) return;
      this.#setStatus(job, { active: 1, ready });
    }
  }

  #now(): string {
    return stamp(this.options.clock.now());
  }

  #setStatus(job: Job, change: Partial<JobStatus>): Job {
    return this.options.objects.jobs.updateStatus({
      ...job,
      status: { ...job.status, ...change },
    });
  }

  #create(job: Job): void {
    const { objects, random, events } = this.options;
    const { template } = job.spec;
    const { name, namespace, uid } = job.metadata;
    const podName = `${name}-${suffix(random)}`;
    objects.pods.create({
      metadata: {
        name: podName,
        generateName: `${name}-`,
        namespace,
        labels: {
          ...template.metadata?.labels,
          'batch.kubernetes.io/controller-uid': uid,
          'batch.kubernetes.io/job-name': name,
          'controller-uid': uid,
          'job-name': name,
        },
        annotations: template.metadata?.annotations,
        ownerReferences: [controllerReference(job)],
      },
      spec: { ...template.spec },
      status: { phase: 'Pending' },
    });
    events.record(
      job,
      'job-controller',
      'Normal',
      'SuccessfulCreate',
      `Created pod: ${podName}`,
    );
  }

  #deadlineHasPassed(job: Job): boolean {
    const { activeDeadlineSeconds } = job.spec;
    const { startTime } = job.status;
    if (activeDeadlineSeconds === undefined || !startTime) return false;
    return this.#hasCome(
      job,
      Date.parse(startTime) + activeDeadlineSeconds * SECOND,
    );
  }

  /** Whether a time has come; asks to be called again when not. */
  #hasCome(job: Job, at: number): boolean {
    const { clock, requeueAfter } = this.options;
    const left = at - clock.now().getTime();
    if (left <= 0) return true;
    requeueAfter(job.metadata.namespace, job.metadata.name, left);
    return false;
  }

  #fail(job: Job, reason: string, message: string): void {
    this.#end(job, { failed: 1 }, 'Failed', reason, message);
    this.options.events.record(
      job,
      'job-controller',
      'Warning',
      reason,
      message,
    );
  }

  #complete(job: Job): void {
    this.#end(
      job,
      { succeeded: 1, completionTime: this.#now() },
      'Complete',
      'CompletionsReached',
      'Reached expected number of succeeded pods',
    );
    this.options.events.record(
      job,
      'job-controller',
      'Normal',
      'Completed',
      'Job completed',
    );
  }

  #end(
    job: Job,
    change: Partial<JobStatus>,
    type: string,
    reason: string,
    message: string,
  ): void {
    const at = this.#now();
    const { active: _active, ...before } = job.status;
    const condition: Condition = {
      type,
      status: 'True',
      lastTransitionTime: at,
      reason,
      message,
    };
    const ended = this.options.objects.jobs.updateStatus({
      ...job,
      status: { ...before, ready: 0, ...change, conditions: [condition] },
    });
    this.#deleteWhenDue(ended, condition);
  }

  #deleteWhenDue(job: Job, { lastTransitionTime }: Condition): void {
    const { ttlSecondsAfterFinished } = job.spec;
    if (ttlSecondsAfterFinished === undefined || !lastTransitionTime) return;
    const due =
      Date.parse(lastTransitionTime) + ttlSecondsAfterFinished * SECOND;
    if (this.#hasCome(job, due)) this.options.objects.jobs.delete(job);
  }
}
