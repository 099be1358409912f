/** How much a bar of a chart amounts to. */
export interface Bar {
  value: number;
  /** The value in words, with its unit. */
  text: string;
  /** What else the tooltip says. */
  note?: string;
}

/** One bar of a chart, and what it stands for. */
export interface ChartPoint extends Bar {
  /** Below the axis, short. */
  label: string;
  /** In the tooltip and in the table, in full. */
  name: string;
}

/** How the values of a chart are counted on its axis. */
export interface ChartAxis {
  /** The value of one step of the axis: 1, or an hour in milliseconds. */
  unitSize: number;
  /** Behind each number of the axis, such as `h`; may be empty. */
  unit: string;
}
