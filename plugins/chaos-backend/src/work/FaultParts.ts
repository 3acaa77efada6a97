import {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { assertError, NotAllowedError } from '@backstage/errors';
import {
  CHAOS_KINDS,
  EXPERIMENTS,
  haltedReason,
  LaunchKind,
  partOffer,
} from '@slipway/plugin-chaos-common';
import { PartPlaceRef } from '@slipway/plugin-actions-node';
import { Clusters } from '@slipway/plugin-clusters-node';
import { ReadAccess } from '@slipway/plugin-live-node';
import {
  PartCheck,
  PartOffer,
  PartOrder,
  StartedPart,
} from '@slipway/plugin-work-common';
import { WorkParts } from '@slipway/plugin-work-node';
import { LaunchRunner } from '../acting/createLaunchRunner';
import { ChaosConfig } from '../config';
import { HaltStore } from '../database/HaltStore';
import { PartStore } from '../database/PartStore';
import { FaultsService } from '../services/FaultsService';
import { PreviewService } from '../services/PreviewService';
import { PartChecks } from './PartChecks';
import { PartDrafts } from './PartDrafts';
import { PartKeeper } from './PartKeeper';
import { partLabel, partName, partRef } from './partRef';

export interface FaultPartsOptions {
  access: ReadAccess;
  auth: Pick<AuthService, 'isPrincipal'>;
  checks: PartChecks;
  clusters: Pick<Clusters, 'environmentOf'>;
  config: Pick<ChaosConfig, 'guardrails'>;
  drafts: PartDrafts;
  faults: FaultsService;
  halts: HaltStore;
  keeper: PartKeeper;
  launchRunner: LaunchRunner;
  parts: PartStore;
  previews: PreviewService;
  userInfo: UserInfoService;
}

type Place = { entityRef: string; cluster: string; namespace: string };

/** The curated experiments as parts of joint runs. */
export class FaultParts implements WorkParts {
  readonly kind = 'fault' as const;

  constructor(private readonly options: FaultPartsOptions) {}

  async offers(
    place: Place,
    credentials: BackstageCredentials,
  ): Promise<PartOffer[]> {
    const { access, halts } = this.options;
    await access.requireRead(credentials);
    const halted = haltedReason(await halts.read());
    return EXPERIMENTS.map(experiment => {
      const unavailable = halted ?? this.#unavailable(experiment.kind, place);
      return {
        ...partOffer(experiment),
        ...(unavailable ? { unavailable } : {}),
      };
    });
  }

  #unavailable(kind: LaunchKind, { cluster, namespace }: Place) {
    const { clusters, config, faults } = this.options;
    const freshness = faults.freshnessOf(kind, cluster);
    if (!freshness || freshness.state === 'not-installed') {
      return `Chaos Mesh's ${kind} is not installed in ${cluster}.`;
    }
    const { environment } = clusters.environmentOf(cluster, namespace);
    const { kinds, refused } = config.guardrails[environment];
    if (refused !== undefined) return refused;
    return kinds.includes(kind)
      ? undefined
      : `${CHAOS_KINDS[kind].title} faults may not be launched in ${environment}.`;
  }

  async check(
    order: PartOrder,
    credentials: BackstageCredentials,
  ): Promise<PartCheck> {
    const { access, checks, drafts } = this.options;
    await access.requireRead(credentials);
    const draft = await drafts.draftOf(order, order.offer, credentials);
    return checks.check(draft, order, credentials);
  }

  async start(
    order: PartOrder & { id: string },
    credentials: BackstageCredentials,
  ): Promise<StartedPart> {
    const { auth, drafts, keeper, launchRunner, parts, previews, userInfo } =
      this.options;
    if (!auth.isPrincipal(credentials, 'user')) {
      throw new NotAllowedError('Only a user may launch a fault.');
    }
    const known = await keeper.find(order.id);
    if (known) return known;
    const { cluster, namespace, entityRef, id } = order;
    const name = partName(order.offer, id);
    const draft = await drafts.draftOf(order, name, credentials);
    const ref = partRef({ cluster, namespace, kind: draft.kind, name });
    const { userEntityRef, ownershipEntityRefs } = await userInfo.getUserInfo(
      credentials,
    );
    await parts.claim({
      id,
      ref,
      startedBy: { userEntityRef, ownershipEntityRefs },
    });
    try {
      const place = { cluster, namespace, entityRef };
      const part: PartPlaceRef = { ...place, approved: order.approved };
      const { radius } = await previews.judge(draft, place, credentials);
      await launchRunner.run({
        ref: part,
        action: 'launch',
        credentials,
        channel: 'portal',
        body: {
          seen: radius.seen,
          args: {
            draft,
            purpose: 'Part of a joint run',
            part: partLabel(id),
          },
          // Typed for the joint run as a whole.
          confirm: { name: parseEntityRef(entityRef).name },
        },
      });
    } catch (error) {
      assertError(error);
      // Started by another replica meanwhile, or sent without an answer: its name is that of this part alone.
      const started = await keeper.find(id).catch(() => undefined);
      if (started) return started;
      if (error.name !== 'OutcomeUnknownError') await parts.release(id);
      throw error;
    }
    await parts.seen(id, {});
    keeper.follow(id, ref);
    return keeper.state(ref);
  }

  state(ref: string): Promise<StartedPart> {
    return this.options.keeper.state(ref);
  }

  find(id: string): Promise<StartedPart | undefined> {
    return this.options.keeper.find(id);
  }

  stop(ref: string, reason: string): Promise<void> {
    return this.options.keeper.end(ref, reason);
  }
}
