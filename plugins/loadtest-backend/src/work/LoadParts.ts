import {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { isError, NotAllowedError, NotFoundError } from '@backstage/errors';
import { parseInput } from '@slipway/plugin-actions-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import {
  durationInWords,
  FreshLaunch,
  launch,
  refusalOfCurve,
  requestsPerUser,
  scaledProfile,
  workersFor,
} from '@slipway/plugin-loadtest-common';
import { Owners } from '@slipway/plugin-owners-node';
import {
  PartCheck,
  partNeedsApproval,
  PartOffer,
  PartOrder,
  StartedPart,
} from '@slipway/plugin-work-common';
import { WorkParts } from '@slipway/plugin-work-node';
import { LoadTestConfig } from '../config';
import { RunStore } from '../database/RunStore';
import { PORTAL } from '../following/RunFollower';
import { LaunchRunner, serviceOf } from '../services/createRunners';
import { SuitesService } from '../services/SuitesService';
import { partArgsSchema, partOffersOf, profileNameSchema } from './partOffers';
import { startedPartOf } from './startedPartOf';

interface Options {
  auth: Pick<AuthService, 'isPrincipal'>;
  clusters: Pick<Clusters, 'get'>;
  config: Pick<LoadTestConfig, 'usersPerWorker'>;
  launchRunner: LaunchRunner;
  owners: Pick<Owners, 'bind'>;
  store: Pick<RunStore, 'find' | 'ordered' | 'requestStop'>;
  suites: SuitesService;
  onChange(id: string): void;
}

const orderKeyOf = (partId: string) => `part:${partId}`;

/** @throws InputError */
const partArgsOf = ({ offer, args }: PartOrder) => ({
  profile: parseInput(profileNameSchema, offer, 'offer'),
  ...parseInput(partArgsSchema, args, 'args'),
});

/** The words of an error that is meant for users. */
function refusalIn(error: unknown): string {
  if (
    isError(error) &&
    [
      'NotFoundError',
      'ConflictError',
      'InputError',
      'NotAllowedError',
    ].includes(error.name)
  ) {
    return error.message;
  }
  throw error;
}

/** Load tests as parts of joint runs. They start through the same action as those of users. */
export class LoadParts implements WorkParts {
  readonly kind = 'load';

  constructor(private readonly options: Options) {}

  /** The profiles of the suite; none for an entity without a suite, or without a target at this place. */
  async offers(
    place: { entityRef: string; cluster: string; namespace: string },
    credentials: BackstageCredentials,
  ): Promise<PartOffer[]> {
    const { suites } = this.options;
    const answer = await suites.suiteOf(place.entityRef, credentials);
    const here =
      answer.state !== 'absent' &&
      (answer.state !== 'valid' ||
        answer.targets.some(
          ({ target }) =>
            target.cluster === place.cluster &&
            target.namespace === place.namespace,
        ));
    return here
      ? partOffersOf(await suites.launchSubject(place, credentials))
      : [];
  }

  async check(
    order: PartOrder,
    credentials: BackstageCredentials,
  ): Promise<PartCheck> {
    const nothing = { warnings: [], touches: [], durationSeconds: 0 };
    try {
      const args = partArgsOf(order);
      const fresh = await this.options.suites.launchSubject(order, credentials);
      return await this.#checked(order, args, fresh, credentials);
    } catch (error) {
      return { ...nothing, refusals: [refusalIn(error)] };
    }
  }

  async start(
    order: PartOrder & { id: string },
    credentials: BackstageCredentials,
  ): Promise<StartedPart> {
    const { auth, launchRunner, suites } = this.options;
    if (!auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Only a user may launch a load test.');
    }
    const before = await this.find(order.id);
    if (before) return before;
    const args = partArgsOf(order);
    const { entityRef, cluster, namespace } = order;
    const { hash } = await suites.launchSubject(order, credentials);
    try {
      const { runId } = await launchRunner.run({
        ref: {
          entityRef,
          cluster,
          namespace,
          approved: order.approved,
          order: {
            key: orderKeyOf(order.id),
            origin: { kind: 'joint-run', id: order.id },
          },
        },
        action: 'launch',
        body: {
          seen: { hash },
          args,
          // Typed in the dialog of the joint run, which has the same rule.
          confirm: { name: parseEntityRef(entityRef).name },
        },
        credentials,
        channel: 'portal',
      });
      return await this.state(runId);
    } catch (error) {
      // Another request with the same id was faster, or the run was kept and failed to start.
      const started = await this.find(order.id);
      if (started) return started;
      throw error;
    }
  }

  async state(ref: string): Promise<StartedPart> {
    const run = await this.options.store.find(ref);
    if (!run) throw new NotFoundError(`There is no load run ${ref}.`);
    return startedPartOf(run);
  }

  async find(id: string): Promise<StartedPart | undefined> {
    const run = await this.options.store.ordered(orderKeyOf(id));
    return run && this.state(run.id);
  }

  async stop(ref: string, reason: string): Promise<void> {
    const { store, onChange } = this.options;
    await this.state(ref);
    const at = new Date().toISOString();
    if (await store.requestStop(ref, { at, by: PORTAL, reason })) onChange(ref);
  }

  async #checked(
    order: PartOrder,
    args: ReturnType<typeof partArgsOf>,
    fresh: FreshLaunch,
    credentials: BackstageCredentials,
  ): Promise<PartCheck> {
    const { suite, offer } = fresh;
    const found = suite.profiles.find(({ name }) => name === args.profile);
    if (!found)
      throw new NotFoundError(`The suite has no profile ${args.profile}.`);
    const profile = scaledProfile(found, args);
    const { curve } = profile;
    const runner = offer.runners.find(one => one.runner === args.runner);
    const { warnings } = launch.preview(fresh, args, undefined);
    const refusals = [
      launch.gate(fresh),
      refusalOfCurve(curve, offer.limits),
      partNeedsApproval(order, offer.limits.approval),
      runner ? runner.reason : `There is no runner ${args.runner} here.`,
      ...(await this.#notAllowed(order, fresh, credentials)),
    ].filter((text): text is string => text !== undefined);
    const rate = Math.round(
      curve.peakUsers * requestsPerUser(suite.userClasses),
    );
    const workers = workersFor(
      curve.peakUsers,
      this.options.config.usersPerWorker,
    );
    return {
      refusals: [...new Set(refusals)],
      warnings: warnings.filter(warning => !refusals.includes(warning)),
      touches: [
        `${offer.target.url}: up to ${
          curve.peakUsers
        } users, about ${rate} requests per second, for ${durationInWords(
          curve.durationSeconds,
        )}`,
        args.runner === 'kubernetes'
          ? `${order.cluster}/${order.namespace}: a master and ${workers} ${
              workers === 1 ? 'worker' : 'workers'
            } as pods`
          : `The machine of the portal: a master and ${workers} ${
              workers === 1 ? 'worker' : 'workers'
            } as processes`,
      ],
      durationSeconds: curve.durationSeconds,
    };
  }

  /** Why the caller may not launch on the entity or on what the suite's address names. */
  async #notAllowed(
    { entityRef, cluster, namespace }: PartOrder,
    { offer }: FreshLaunch,
    credentials: BackstageCredentials,
  ): Promise<Array<string | undefined>> {
    const { clusters, launchRunner, owners } = this.options;
    const { actions } = await launchRunner.accessTo(
      { entityRef, cluster, namespace },
      credentials,
    );
    const own = actions.launch.allowed ? undefined : actions.launch.reason;
    const { metadata } = await serviceOf(clusters, offer.target);
    const [touched] = await launchRunner.accessToEach(
      [{ bound: owners.bind(cluster, metadata), name: metadata.name }],
      credentials,
    );
    return [own, touched.launch.allowed ? undefined : touched.launch.reason];
  }
}
