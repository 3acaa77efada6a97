import { PortalMethods } from './protocol';

const refuse = async () => {
  throw new Error('A check asks nothing of the portal');
};
/** For jobs that ask nothing of the portal. */
export const asksNothing: PortalMethods = {
  log: () => {},
  metric: () => {},
  emitLog: refuse,
  task: refuse,
  authorizeActions: refuse,
  describeAction: refuse,
  runAction: refuse,
  runCheckpoint: refuse,
  readUrl: refuse,
  readTree: refuse,
};
