// What is made of the rounds.
export const median = (list) => {
  const sorted = list.filter((value) => value !== undefined).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const rounded = (value, digits = 1) => (Number.isFinite(value) ? Number(value.toFixed(digits)) : undefined);

/** Sorts the values. */
export const percentile = (values, p) => values.sort((a, b) => a - b)[Math.ceil((p / 100) * values.length) - 1];

/** Of one figure of several rounds, the less the better. */
export const highest = (list, digits) => ({ median: rounded(median(list), digits), worst: rounded(Math.max(...list), digits) });

/** Of one figure of several rounds, the more the better. */
export const lowest = (list, digits) => ({ median: rounded(median(list), digits), worst: rounded(Math.min(...list), digits) });

/** Whether the last three rates differ by less than 5 %. */
export function isSteady(rates) {
  const last = rates.slice(-3);
  return last.length === 3 && Math.max(...last) < 1.05 * Math.min(...last);
}
