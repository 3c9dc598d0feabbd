/** Threads that fold the others' values before one thread folds theirs. */
const FOLDERS = 16

/**
 * WGSL that adds up the variable `total` of all `threads` threads in thread 0, always in the same order, through the
 * workgroup array `totals`. Two barriers: a tree has eight, and takes software adapters a second to compile.
 */
export const foldWorkgroup = (threads: number): string => `
  totals[local] = total;
  workgroupBarrier();
  if (local < ${FOLDERS}u) {
    for (var other = local + ${FOLDERS}u; other < ${threads}u; other += ${FOLDERS}u) { total += totals[other]; }
    totals[local] = total;
  }
  workgroupBarrier();
  if (local == 0u) {
    for (var other = 1u; other < ${FOLDERS}u; other++) { total += totals[other]; }
  }`
