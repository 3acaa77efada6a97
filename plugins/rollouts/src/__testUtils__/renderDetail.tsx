import { ResponseError } from '@backstage/errors';
import { SourceFreshness, topicRequest } from '@slipway/plugin-live-common';
import { BreakGlassApi } from '@slipway/plugin-portal-react';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import {
  detailItems,
  RolloutDetail,
  rolloutDetailTopic,
  rolloutMetricsTopic,
} from '@slipway/plugin-rollouts-common';
import { screen, waitFor } from '@testing-library/react';
import { fakeRolloutsApi } from './fakeRolloutsApi';
import { detail } from './fixtures';
import { renderPage, TestPage } from './renderPage';

export const params = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  name: 'order-service',
};
export const DETAIL = topicRequest(rolloutDetailTopic, params);
export const METRICS = topicRequest(rolloutMetricsTopic, params);
/** Topic id of the rollout that these pages show. */
export const ID =
  'rollouts:detail?cluster=gke-prod&name=order-service&namespace=ecommerce';
export const PATH = '/rollouts/gke-prod/ecommerce/order-service';

/** How current the cluster of order-service is. */
export const cluster = (
  state: SourceFreshness['state'],
  reason?: string,
): SourceFreshness[] => [
  { source: 'gke-prod', state, since: new Date(0).toISOString(), reason },
];

/** A detail as items of its topic. */
export const itemsOf = (from: RolloutDetail) =>
  Object.fromEntries(detailItems(from));

/** Draws the page of order-service and waits until its buttons are known. */
export async function renderDetail(
  from: RolloutDetail = detail(),
  api = fakeRolloutsApi({ detail: from }),
  path = PATH,
  breakGlass?: BreakGlassApi,
): Promise<TestPage> {
  const live = fakeLiveApi();
  live.snapshot(DETAIL, itemsOf(from), cluster('live'));
  const rendered = renderPage(path, { live, api, breakGlass });
  await screen.findByRole('group', { name: 'Actions' });
  await waitFor(() =>
    expect(screen.queryByText('Checking what you may do.')).toBeNull(),
  );
  return { ...rendered, live, api };
}

/** A button by its name. */
export const button = (name: string) => screen.getByRole('button', { name });

/** An answer of the server as the client throws it. */
export async function responseError(
  status: number,
  message: string,
  name: string = 'SomeError',
) {
  return ResponseError.fromResponse(
    new Response(
      JSON.stringify({
        error: { name, message },
        response: { statusCode: status },
      }),
      { status, headers: { 'content-type': 'application/json' } },
    ),
  );
}
