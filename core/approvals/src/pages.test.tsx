import { renderInTestApp } from '@backstage/frontend-test-utils';
import { pageApis } from '@slipway/plugin-portal-react/testUtils';
import { screen } from '@testing-library/react';
import { Route, Routes } from 'react-router-dom';
import { ApprovalsRouter } from './components/ApprovalsRouter';
import { approvalsRouteRef } from './routes';

function renderPage(path: string) {
  const { apis } = pageApis();
  renderInTestApp(
    <Routes>
      <Route path="/approvals/*" element={<ApprovalsRouter />} />
    </Routes>,
    {
      initialRouteEntries: [path],
      mountedRoutes: { '/approvals': approvalsRouteRef },
      apis,
    },
  );
}

it('says that there is no such approval', async () => {
  renderPage('/approvals/nothing');
  expect(
    await screen.findByText('There is no such approval'),
  ).toBeInTheDocument();
});

it('says that there is nothing at an address that no page has', async () => {
  renderPage('/approvals/nothing/weather');
  expect(await screen.findByText(/PAGE NOT FOUND/)).toBeInTheDocument();
});
