const MOST = 22;

/** A title that fits into a node. */
export const shortTitle = (title: string) =>
  title.length > MOST ? `${title.slice(0, MOST - 1)}…` : title;
