import { coreComponentsTranslationRef } from '@backstage/core-components';
import {
  createFrontendModule,
  createTranslationMessages,
} from '@backstage/frontend-plugin-api';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
import { homeTranslationRef } from '@backstage/plugin-home/alpha';
import { notificationsTranslationRef } from '@backstage/plugin-notifications/alpha';

/** Plain words where the plugins' own are not. */
export const wordsModule = createFrontendModule({
  pluginId: 'app',
  extensions: [
    TranslationBlueprint.make({
      name: 'slipway-core-components',
      params: {
        resource: createTranslationMessages({
          ref: coreComponentsTranslationRef,
          messages: { 'errorPage.title': 'There is nothing at this address' },
        }),
      },
    }),
    TranslationBlueprint.make({
      name: 'slipway-home',
      params: {
        resource: createTranslationMessages({
          ref: homeTranslationRef,
          messages: {
            'starredEntities.noStarredEntitiesMessage':
              'Nothing starred. The star on a page of the catalog puts it here.',
          },
        }),
      },
    }),
    TranslationBlueprint.make({
      name: 'slipway-notifications',
      params: {
        resource: createTranslationMessages({
          ref: notificationsTranslationRef,
          messages: { 'unreadCard.emptyState': 'Nothing unread' },
        }),
      },
    }),
  ],
});
