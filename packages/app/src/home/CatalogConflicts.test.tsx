import { discoveryApiRef, fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { usePermission } from '@backstage/plugin-permission-react';
import { CatalogConflict } from '@slipway/plugin-catalog-trust-common';
import { screen } from '@testing-library/react';
import { CatalogConflicts } from './CatalogConflicts';

// The real one remembers what was decided across tests.
jest.mock('@backstage/plugin-permission-react', () => ({
  ...jest.requireActual('@backstage/plugin-permission-react'),
  usePermission: jest.fn(),
}));

const CONFLICT: CatalogConflict = {
  entityRef: 'component:default/order-service',
  definitions: [
    { location: 'file:catalog/all.yaml', trusted: true },
    { location: 'url:https://git.example.com/team/info.yaml', trusted: false },
  ],
  effect: 'Only the trusted one counts.',
};

function show(allowed: boolean) {
  jest.mocked(usePermission).mockReturnValue({ loading: false, allowed });
  const asked: string[] = [];
  const fetch = async (input: RequestInfo | URL) => {
    asked.push(String(input));
    return Response.json({ items: [CONFLICT] });
  };
  renderInTestApp(
    <TestApiProvider
      apis={[
        [discoveryApiRef, mockApis.discovery()],
        [fetchApiRef, { fetch }],
      ]}
    >
      <CatalogConflicts />
      <p>the page</p>
    </TestApiProvider>,
  );
  return asked;
}

describe('CatalogConflicts', () => {
  it('shows the platform group which locations define an entity, and what counts', async () => {
    show(true);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Conflict in the catalogcomponent:default/order-service file:catalog/all.yaml (trusted), url:https://git.example.com/team/info.yaml (not trusted). Only the trusted one counts.',
    );
  });

  it('asks nothing for others', async () => {
    const asked = show(false);
    expect(await screen.findByText('the page')).toBeInTheDocument();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});
