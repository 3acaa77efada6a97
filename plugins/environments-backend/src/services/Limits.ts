import {
  EnvironmentRequest,
  EnvironmentRow,
  quotaProblem,
  quotaUse,
  QuotaUse,
  RequestProblem,
  Size,
  ttlProblem,
} from '@slipway/plugin-environments-common';
import { EnvironmentsConfig } from '../config';
import { EnvironmentStore } from '../database/EnvironmentStore';
import { CloudRunners } from './CloudRunners';

const HOUR = 3_600_000;

/** What the configuration, and what there is already, allow. */
export class Limits {
  constructor(
    private readonly options: {
      config: Pick<EnvironmentsConfig, 'quota' | 'ttl'>;
      now(): number;
      runners: Pick<CloudRunners, 'find'>;
      store: EnvironmentStore;
    },
  ) {}

  /** What a team uses of its quota. */
  async quotaOf(owner: string): Promise<QuotaUse> {
    const { store, config } = this.options;
    return quotaUse(await store.list({ owner }), config.quota);
  }

  /** Why the team of an environment may not have it in this size; undefined when it may. */
  async quotaProblemOf(
    { name, owner }: Pick<EnvironmentRow, 'name' | 'owner'>,
    size: Size,
  ): Promise<string | undefined> {
    const { store, config } = this.options;
    const all = await store.list({ owner });
    const others = all.filter(one => one.name !== name);
    return quotaProblem(owner, others, size, config.quota);
  }

  /** Everything that is against a request. */
  async problems(request: EnvironmentRequest): Promise<RequestProblem[]> {
    const { config, now, runners, store } = this.options;
    const problems: RequestProblem[] = [];
    const runner = runners.find(request.cloud);
    const refused = runner ? await runner.refusal() : 'It is not configured.';
    if (refused) problems.push({ field: 'cloud', message: refused });
    const existing = await store.find(request.name);
    if (existing && existing.state !== 'destroyed') {
      problems.push({
        field: 'name',
        message: `There is an environment ${request.name} already, of ${existing.owner}.`,
      });
    }
    const quota = await this.quotaProblemOf(request, request.size);
    if (quota) problems.push({ field: 'size', message: quota });
    const ttl = ttlProblem(this.endOf(request), now(), config.ttl);
    if (ttl) problems.push({ field: 'ttlHours', message: ttl });
    return problems;
  }

  /** End of an environment that is asked for now, ISO time. */
  endOf({ ttlHours }: EnvironmentRequest): string {
    const hours = ttlHours ?? this.options.config.ttl.defaultHours;
    return new Date(this.options.now() + hours * HOUR).toISOString();
  }
}
