import { PLAIN_VIEW, type View } from '../engine/engine.ts'
import type { ViewsRecipe } from '../recipe/recipe.ts'

const mirror = (view: View): View => ({ ...view, mirrored: true })

/** The views of a recipe and their weights; the six of airbench give the unshifted pair half of the say. */
export function viewsOf(views: ViewsRecipe): readonly View[] {
  switch (views) {
    case 'none':
      return [PLAIN_VIEW]
    case 'mirror': {
      const plain = { ...PLAIN_VIEW, weight: 1 / 2 }
      return [plain, mirror(plain)]
    }
    case 'mirrorAndShifts': {
      const plain = { ...PLAIN_VIEW, weight: 1 / 4 }
      const shifted = [-1, 1].map((by) => ({ ...plain, shiftX: by, shiftY: by, weight: 1 / 8 }))
      return [plain, ...shifted].flatMap((view) => [view, mirror(view)])
    }
  }
}
