// p50 and p95 of what was measured; what never came counts as longer than all that did.

export function quantile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

export const p50 = (values) => quantile(values, 0.5);
export const p95 = (values) => quantile(values, 0.95);
