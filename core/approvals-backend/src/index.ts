/**
 * The backend of approvals.
 *
 * @packageDocumentation
 */
export { approvalsPlugin as default } from './plugin';
