import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { lazyPage } from '@slipway/plugin-portal-react';
import { Route, Routes } from 'react-router-dom';
import { RunsPage } from './RunsPage/RunsPage';

const LaunchPage = lazyPage(() =>
  import('./Launch/LaunchPage').then(m => m.LaunchPage),
);
const ReportPage = lazyPage(() =>
  import('./Report/ReportPage').then(m => m.ReportPage),
);
const RunPage = lazyPage(() =>
  import(/* webpackPrefetch: true */ './RunPage/RunPage').then(m => m.RunPage),
);

/** The pages below `/resilience/runs`. */
export function ResilienceRouter() {
  return (
    <Routes>
      <Route path="/" element={<RunsPage />} />
      <Route path="/launch" element={<LaunchPage />} />
      <Route path="/:id" element={<RunPage />} />
      <Route path="/:id/report" element={<ReportPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
