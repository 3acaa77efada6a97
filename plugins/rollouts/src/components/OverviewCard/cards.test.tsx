import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  entitiesRolloutsTopic,
  entityRolloutsTopic,
  rolloutMetricsTopic,
} from '@slipway/plugin-rollouts-common';
import { LiveTopicRequest } from '@slipway/plugin-portal-react';
import { fakeLiveApi, setNarrow } from '@slipway/plugin-portal-react/testUtils';
import { topicId } from '@slipway/plugin-live-common';
import { act, screen, within } from '@testing-library/react';
import { ReactElement } from 'react';
import { fakeRolloutsApi } from '../../__testUtils__/fakeRolloutsApi';
import { summary } from '../../__testUtils__/fixtures';
import { renderWithApis } from '../../__testUtils__/renderPage';
import { GoldenMetricsCard } from './GoldenMetricsCard';
import { SystemServicesCard } from './SystemServicesCard';

const service = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, annotations: { 'backstage.io/kubernetes-id': name } },
});
const SYSTEM: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'shop' },
  relations: [
    { type: 'hasPart', targetRef: 'component:default/order-service' },
    { type: 'hasPart', targetRef: 'component:default/quiet-service' },
  ],
};
const OF_SYSTEM: LiveTopicRequest = {
  topic: entitiesRolloutsTopic.name,
  params: {
    entityRefs:
      'component:default/order-service,component:default/quiet-service',
  },
};
const own = (name: string): LiveTopicRequest => ({
  topic: entityRolloutsTopic.name,
  params: { entityRef: `component:default/${name}` },
});

/** Draws a card on the page of an entity; gives back how the stream fails and answers. */
function show(card: ReactElement, entity: Entity) {
  const live = fakeLiveApi();
  const api = fakeRolloutsApi();
  renderWithApis(<EntityProvider entity={entity}>{card}</EntityProvider>, {
    live,
    api,
  });
  return {
    api,
    answer: (request: LiveTopicRequest, items: Record<string, unknown>) =>
      act(() => live.snapshot(request, items)),
    fail: (request: LiveTopicRequest, name: string, message: string) =>
      act(() =>
        live.send({
          type: 'failed',
          id: topicId(request),
          error: { name, message },
        }),
      ),
  };
}

describe.each<[string, ReactElement, Entity, LiveTopicRequest, string, string]>(
  [
    [
      'GoldenMetricsCard',
      <GoldenMetricsCard />,
      service('first'),
      own('first'),
      'Loading golden metrics',
      'The golden metrics of this entity cannot be shown',
    ],
    [
      'SystemServicesCard',
      <SystemServicesCard />,
      SYSTEM,
      OF_SYSTEM,
      'Loading services',
      'The services of this system cannot be shown',
    ],
  ],
)('%s', (_name, card, entity, request, loading, failed) => {
  it('is a skeleton until the answer comes', async () => {
    show(card, entity);
    expect(await screen.findByLabelText(loading)).toBeInTheDocument();
  });

  it('says what failed', async () => {
    const { fail } = show(card, entity);
    await screen.findByLabelText(loading);
    fail(request, 'ServiceUnavailableError', 'no cluster answers');
    expect(await screen.findByText(failed)).toBeInTheDocument();
    expect(screen.getByText(/no cluster answers/)).toBeInTheDocument();
  });

  it('says what it takes to see it', async () => {
    const { fail } = show(card, entity);
    await screen.findByLabelText(loading);
    fail(request, 'NotAllowedError', 'no');
    expect(
      await screen.findByText('You may not see rollouts'),
    ).toBeInTheDocument();
    expect(screen.getByText('rollouts.read')).toBeInTheDocument();
  });
});

describe('GoldenMetricsCard with rollouts', () => {
  const rollout = summary('order-service');
  const request = own('order-service');
  const metrics: LiveTopicRequest = {
    topic: rolloutMetricsTopic.name,
    params: { ...rollout.ref },
  };

  it('has a row for each place, and no figure that nobody measured', async () => {
    const { answer } = show(<GoldenMetricsCard />, service('order-service'));
    answer(request, { one: rollout });
    answer(metrics, {});
    expect(await screen.findByText(/gke-prod/)).toBeInTheDocument();
    expect(await screen.findAllByText('unknown')).toHaveLength(3);
    expect(await screen.findAllByText('no data a week ago')).toHaveLength(3);
  });

  it('is a card for each place on a phone, so that nothing scrolls sideways', async () => {
    const widen = setNarrow(true);
    try {
      const { answer } = show(<GoldenMetricsCard />, service('order-service'));
      answer(request, { one: rollout });
      answer(metrics, {});
      const list = within(
        await screen.findByRole('list', { name: 'Golden metrics' }),
      );
      expect(list.getByRole('listitem')).toHaveTextContent(
        /^gke-prod\/ecommerceSuccess rate unknown.*p95 latency unknown.*Requests unknown/,
      );
      expect(screen.queryByRole('table')).not.toBeInTheDocument();
    } finally {
      widen();
    }
  });

  it('says why figures are missing', async () => {
    const { answer, fail } = show(
      <GoldenMetricsCard />,
      service('order-service'),
    );
    answer(request, { one: rollout });
    fail(metrics, 'ServiceUnavailableError', 'Prometheus does not answer');
    expect(
      await screen.findByText(/Not all could be read: .*does not answer/),
    ).toBeInTheDocument();
  });

  it('is not drawn where there is no rollout', async () => {
    const { answer } = show(<GoldenMetricsCard />, service('none'));
    answer(own('none'), {});
    expect(screen.queryByText('Golden metrics')).not.toBeInTheDocument();
  });
});

describe('SystemServicesCard with services', () => {
  it('shows each service with its rollouts, or that none is known', async () => {
    const { answer } = show(<SystemServicesCard />, SYSTEM);
    answer(OF_SYSTEM, { one: summary('order-service') });
    expect(
      await screen.findByRole('link', { name: 'order-service' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'gke-prod/ecommerce' }),
    ).toBeInTheDocument();
    expect(screen.getByText('No rollout is known.')).toBeInTheDocument();
  });

  it('says that no component names the system', async () => {
    show(<SystemServicesCard />, {
      ...SYSTEM,
      relations: [],
    });
    expect(
      await screen.findByText(
        'No component names system:default/shop as its system.',
      ),
    ).toBeInTheDocument();
  });
});
