import { APIRequestContext, expect } from '@playwright/test';
import type { RunSeries, SuiteAnswer } from '@slipway/plugin-loadtest-common';
import { done, PortalApi } from './api';
import { CLUSTER, STAGE } from './portal';
import { target } from './target';

/** Runs that are over, whatever became of them. */
const OVER = ['finished', 'stopped', 'failed'];

/** Changes how the service on loopback answers real Locust. */
export async function behave(behaviour: 'well' | 'fails' | 'hangs') {
  const response = await fetch(`${target().load}/behaviour`, {
    method: 'PUT',
    body: behaviour,
  });
  expect(response.ok).toBe(true);
}

/** Load tests of one service on its stage target, through the portal. */
export class PortalLoad {
  private constructor(readonly api: PortalApi, readonly service: string) {}

  static async as(request: APIRequestContext, user: string, service: string) {
    const api = await PortalApi.as(request, user);
    await api.untilKnown(service);
    return new PortalLoad(api, service);
  }

  get entity() {
    return `/loadtest/v1/entities/component/default/${this.service}`;
  }

  /** Real Locust on this machine where there is one, else that of the sandbox. */
  get runner() {
    return target().load ? 'local' : 'kubernetes';
  }

  /** The suite as it is offered now. */
  async suite() {
    const suite = await done<SuiteAnswer>(
      await this.api.get(`${this.entity}/suite`),
    );
    if (suite.state !== 'valid') throw new Error(JSON.stringify(suite));
    return suite;
  }

  async launch(profile: string): Promise<string> {
    const { hash } = await this.suite();
    const { runId } = await done<{ runId: string }>(
      await this.api.post(
        `${this.entity}/targets/${CLUSTER}/${STAGE}/actions/launch`,
        { seen: { hash }, args: { profile, runner: this.runner } },
      ),
    );
    return runId;
  }

  until(id: string, what: string, holds: (series: RunSeries) => boolean) {
    return this.api.until(`/loadtest/v1/runs/${id}`, what, holds);
  }

  untilLoaded(id: string) {
    return this.until(
      id,
      'it loads its target',
      ({ run, points }) => run.state === 'running' && points.length > 1,
    );
  }

  untilOver(id: string) {
    return this.until(id, 'it is over', ({ run }) => OVER.includes(run.state));
  }

  async stop(id: string) {
    await done(
      await this.api.post(`/loadtest/v1/runs/${id}/actions/stop`, { seen: {} }),
    );
  }

  async report(id: string): Promise<string> {
    const response = await this.api.get(`/loadtest/v1/runs/${id}/report`);
    expect(response.status()).toBe(200);
    return response.text();
  }
}
