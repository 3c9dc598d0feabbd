/**
 * WGSL for merging (count, mean, M2) of two sets of values into that of their union, with M2 the sum of squared
 * distances to the mean. Source: Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing
 * sample variances", 1979. Either set may be empty, with zeros.
 */
export const MOMENTS = `
struct Moments { count: f32, mean: vec4f, m2: vec4f }
fn merged(a: Moments, b: Moments) -> Moments {
  let count = a.count + b.count;
  let share = b.count / max(count, 1);
  let difference = b.mean - a.mean;
  return Moments(count, a.mean + difference * share, a.m2 + b.m2 + difference * difference * (a.count * share));
}
`
