/** The unstable types of the home plugin that the layout stands on, named in one place. */
export type {
  HomePageLayoutProps,
  HomePageWidgetData,
} from '@backstage/plugin-home-react/alpha';
