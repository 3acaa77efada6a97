/** Media query of a page on which a table does not fit: a screen of up to 760 px. Paper is no narrower than its tables. */
export const NARROW = 'screen and (max-width: 760px)';
