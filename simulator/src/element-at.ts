/** The element at an index that is known to exist; a wrong index is a fault of the simulator. */
export function elementAt<T>(elements: readonly T[], index: number): T {
  if (index < 0 || index >= elements.length)
    throw new RangeError(`no element ${index} of ${elements.length}`);
  return elements[index] as T;
}
