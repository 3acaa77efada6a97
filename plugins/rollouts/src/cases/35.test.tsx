import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeRolloutsApi } from '../__testUtils__/fakeRolloutsApi';
import { detail } from '../__testUtils__/fixtures';
import {
  DETAIL,
  itemsOf,
  METRICS,
  PATH,
  renderDetail,
} from '../__testUtils__/renderDetail';
import { renderPage } from '../__testUtils__/renderPage';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { RolloutsClient } from '../api/RolloutsClient';

const NO_PROMETHEUS = 'No Prometheus is configured for cluster gke-prod';

const json = (status: number, name: string, message: string) =>
  new Response(
    JSON.stringify({
      error: { name, message },
      response: { statusCode: status },
    }),
    { status, headers: { 'content-type': 'application/json' } },
  );
const html = (status: number) =>
  new Response('<html><h1>upstream error</h1></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  });

/** The real client over answers of the test; what is not given works. */
function apiWith(answers: Record<string, () => Promise<Response> | Response>) {
  const fake = fakeRolloutsApi({ detail: detail() });
  const client = new RolloutsClient({
    discoveryApi: { getBaseUrl: async () => 'http://portal/api/rollouts' },
    fetchApi: {
      fetch: async input => {
        const { pathname } = new URL(String(input));
        const last = pathname.slice(pathname.lastIndexOf('/') + 1);
        const answer = answers[last];
        if (!answer) throw new Error(`not expected: ${pathname}`);
        return answer();
      },
    },
  });
  return {
    ...fake,
    ...('metrics' in answers && {
      getMetrics: client.getMetrics.bind(client),
    }),
    ...('diff' in answers && { getDiff: client.getDiff.bind(client) }),
    ...('access' in answers && { getAccess: client.getAccess.bind(client) }),
  };
}

describe('case 35: what the API says reaches the page', () => {
  it.each<[string, () => Promise<Response> | Response, string, boolean]>([
    [
      'no Prometheus',
      () => json(404, 'NotFoundError', NO_PROMETHEUS),
      NO_PROMETHEUS,
      false,
    ],
    [
      'a Prometheus that is away',
      () =>
        json(
          503,
          'ServiceUnavailableError',
          'Prometheus of cluster gke-prod cannot be reached: it does not answer in time',
        ),
      'Prometheus of cluster gke-prod cannot be reached: it does not answer in time',
      true,
    ],
    [
      'a proxy',
      () => html(502),
      "The answer was 502 (text/html), which is not an answer of the portal's API.",
      true,
    ],
    [
      'a sign-in page',
      () => html(200),
      "The answer (text/html) is not one of the portal's API.",
      true,
    ],
    [
      'no network',
      async () => {
        throw new TypeError('Failed to fetch');
      },
      'The portal cannot be reached: the request got no answer.',
      true,
    ],
  ])('metrics: %s', async (_, answer, message, retry) => {
    await renderDetail(detail(), apiWith({ metrics: answer }));
    const title = await screen.findByText('The metrics could not be read');
    const alert = screen
      .getAllByRole('alert')
      .filter(one => one.contains(title))[0];
    expect(alert).toHaveTextContent(message);
    expect(alert).not.toHaveTextContent(/Request failed|<html>/);
    expect(
      within(alert).queryAllByRole('button', { name: 'Retry' }),
    ).toHaveLength(retry ? 1 : 0);
  });

  it('access: the reason is on the buttons', async () => {
    const live = fakeLiveApi();
    live.snapshot(DETAIL, itemsOf(detail()));
    renderPage(PATH, {
      live,
      api: apiWith({
        access: () =>
          json(503, 'ServiceUnavailableError', 'The catalog does not answer.'),
      }),
    });
    const abort = await screen.findByRole('button', { name: 'Abort' });
    await waitFor(() =>
      expect(abort).toHaveAccessibleDescription(
        'What you may do could not be read: The catalog does not answer.',
      ),
    );
  });

  it('diff: the reason is in its panel', async () => {
    await renderDetail(
      detail(),
      apiWith({
        diff: () => json(404, 'NotFoundError', 'There is no revision 41.'),
      }),
    );
    const [first] = screen.getAllByRole('button', { name: /diff/i });
    await userEvent.click(first);
    expect(
      await screen.findByText('There is no revision 41.'),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: 'Retry' })).toBeNull();
  });

  it('live metrics: the reason is in the cards of the revisions', async () => {
    const { live } = await renderDetail();
    act(() =>
      live.send({
        type: 'failed',
        id: 'rollouts:metrics?cluster=gke-prod&name=order-service&namespace=ecommerce',
        error: { name: 'NotFoundError', message: NO_PROMETHEUS },
      }),
    );
    expect(METRICS.topic).toBe('rollouts:metrics');
    expect(
      screen.getAllByText(`Golden metrics unknown: ${NO_PROMETHEUS}`).length,
    ).toBeGreaterThan(0);
  });
});
