/** What a measurement says, in the same form as the figures of the other benches. */

/** The middle one. */
export function median(values) {
  return share(values, 0.5);
}

/** The value that this share of all stays below. */
export function share(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Ours beside the floor of the same run; with `most` the goal is a ratio that it must not pass. */
export function besideFloor(name, unit, ours, floor, most) {
  const figure = { name, unit, value: rounded(median(ours)), floor: rounded(median(floor)) };
  figure.ratio = rounded(figure.value / figure.floor);
  return {
    ...figure,
    goal: `≤ ${most}×`,
    met: figure.ratio <= most,
    spread: spread(ours),
    floor_spread: spread(floor),
    rounds: ours.length,
  };
}

/** Smallest and largest. */
export function spread(values) {
  return [rounded(Math.min(...values)), rounded(Math.max(...values))];
}

export function rounded(value) {
  return Math.round(value * 1000) / 1000;
}

/** The figure as one line for a person. */
export function told({ name, unit, value, floor, ratio, goal, met, spread: [least, most] }) {
  return `${met ? "✓" : "✗"} ${name}: ${value} ${unit} (${least} to ${most}) beside ${floor} (${ratio}×); goal: ${goal}`;
}
