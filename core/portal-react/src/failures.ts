/**
 * What a dialog says of an action that failed, without React: for what is no
 * browser.
 *
 * @packageDocumentation
 */
export {
  actionFailure,
  failureTitle,
  reviewFirst,
} from './actions/actionFailure';
