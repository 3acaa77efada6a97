import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes } from 'react-router-dom';
import { ApprovalPage } from './ApprovalPage/ApprovalPage';
import { ApprovalsPage } from './ApprovalsPage/ApprovalsPage';

/** The pages below `/approvals`. */
export function ApprovalsRouter() {
  return (
    <Routes>
      <Route path="/" element={<ApprovalsPage />} />
      <Route path="/:id" element={<ApprovalPage />} />
      <Route path="*" element={<NotFoundErrorPage />} />
    </Routes>
  );
}
