import { Rule } from './types';

export const READ = ['get', 'list', 'watch'];

/** A rule of RBAC for one API group; the core group is empty. */
export const rule = (
  group: string,
  resources: string[],
  verbs: string[],
): Rule => ({ apiGroups: [group], resources, verbs });
