import { builtInTypes, resourceTypes } from '../store';

/** The kinds of Kubernetes and a custom one with status and scale. */
export const TYPES = [
  ...builtInTypes(),
  ...resourceTypes('example.com', 'v1alpha1', true, [
    ['widgets', 'Widget', 'wi', 'status scale'],
  ]),
];
