import { Route, Routes } from 'react-router-dom';
import { RolloutPage } from './RolloutDetail/RolloutPage';
import { RolloutsPage } from './RolloutsPage/RolloutsPage';

/** The pages below `/rollouts`. */
export function RolloutsRouter() {
  return (
    <Routes>
      <Route path="/" element={<RolloutsPage />} />
      <Route path="/:cluster/:namespace/:name" element={<RolloutPage />} />
    </Routes>
  );
}
