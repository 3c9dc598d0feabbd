import { PLAIN_VIEW, type View } from '../engine/engine.ts'
import type { ViewsRecipe } from '../recipe/recipe.ts'

const mirror = (view: View): View => ({ ...view, mirrored: true })

/** The share of the test images that get all views; a quarter where views are selective, as in Hive's record. */
export const viewedShare = (views: ViewsRecipe): number => (views === 'selective' ? 1 / 4 : 1)

/** Passes of the network over the test images, all of them or the equal in parts. */
export function viewPasses(views: ViewsRecipe): number {
  return 1 + viewedShare(views) * (viewsOf(views).length - 1)
}

/** The views of a recipe and their weights; the six of airbench give the unshifted pair half of the say. */
export function viewsOf(views: ViewsRecipe): readonly View[] {
  switch (views) {
    case 'none':
      return [PLAIN_VIEW]
    case 'mirror': {
      const plain = { ...PLAIN_VIEW, weight: 1 / 2 }
      return [plain, mirror(plain)]
    }
    case 'selective':
    case 'mirrorAndShifts': {
      const plain = { ...PLAIN_VIEW, weight: 1 / 4 }
      const shifted = [-1, 1].map((by) => ({ ...plain, shiftX: by, shiftY: by, weight: 1 / 8 }))
      return [plain, ...shifted].flatMap((view) => [view, mirror(view)])
    }
  }
}
