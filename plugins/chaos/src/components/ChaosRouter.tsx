import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { lazyPage } from '@slipway/plugin-portal-react';
import { Route, Routes } from 'react-router-dom';
import { FaultsPage } from './FaultsPage/FaultsPage';

const FaultPage = lazyPage(() =>
  import(/* webpackPrefetch: true */ './FaultPage/FaultPage').then(
    m => m.FaultPage,
  ),
);
const LaunchPage = lazyPage(() =>
  import('./Launch/LaunchPage').then(m => m.LaunchPage),
);

/** The pages below `/resilience/faults`. */
export function ChaosRouter() {
  return (
    <Routes>
      <Route path="/" element={<FaultsPage />} />
      <Route path="/launch" element={<LaunchPage />} />
      <Route path="/:cluster/:namespace/:kind/:name" element={<FaultPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
