import { Route, Routes } from 'react-router-dom';
import { FaultPage } from './FaultPage/FaultPage';
import { FaultsPage } from './FaultsPage/FaultsPage';
import { LaunchPage } from './Launch/LaunchPage';

/** The pages below `/resilience/faults`. */
export function ChaosRouter() {
  return (
    <Routes>
      <Route path="/" element={<FaultsPage />} />
      <Route path="/launch" element={<LaunchPage />} />
      <Route path="/:cluster/:namespace/:kind/:name" element={<FaultPage />} />
    </Routes>
  );
}
