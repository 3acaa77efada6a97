/** px before the axis: that of the charts, so that lanes and charts stand on one axis. */
export const AXIS_LEFT = 76;
/** px behind the axis. */
export const AXIS_RIGHT = 16;
/** Height of a row of spans, px. */
export const ROW = 20;
/** Height of the row of marks, px. */
export const MARK_ROW = 18;
