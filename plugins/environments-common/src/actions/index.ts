import { extend, protect, unprotect } from './keeping';
import { apply, cancel, retry, unlock } from './operating';
import { acceptDrift, change, destroy, reconcile } from './starting';

export * from './keeping';
export * from './operating';
export * from './starting';
export * from './types';

/** All actions on an environment, in the order in which menus show them. */
export const environmentActions = [
  apply,
  cancel,
  retry,
  unlock,
  extend,
  change,
  reconcile,
  acceptDrift,
  protect,
  unprotect,
  destroy,
];
