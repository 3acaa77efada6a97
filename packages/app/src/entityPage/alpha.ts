/** The unstable types of the catalog plugin that the layout stands on, named in one place. */
export type { EntityContentLayoutProps } from '@backstage/plugin-catalog-react/alpha';
