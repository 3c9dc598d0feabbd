import { PLAIN_VIEW, type View } from '../../engine/engine.ts'
import { isSelective, type ViewsRecipe } from '../../recipe/schema/views.ts'

const mirror = (view: View): View => ({ ...view, mirrored: true })

/** The share of the test images that get all views; a quarter if views are selective, as in Hiverge's recipe. */
export const viewedShare = (views: ViewsRecipe): number => (isSelective(views) ? 1 / 4 : 1)

/** Forward passes per test image, on average. */
export function viewPasses(views: ViewsRecipe): number {
  return 1 + viewedShare(views) * (viewsOf(views).length - 1)
}

/**
 * The views of a recipe and their weights, which sum to 1. In airbench the unshifted pair has half of the weight; Hiverge
 * gives all six the same.
 */
export function viewsOf(views: ViewsRecipe): readonly View[] {
  switch (views) {
    case 'none':
      return [PLAIN_VIEW]
    case 'mirror': {
      const plain = { ...PLAIN_VIEW, weight: 1 / 2 }
      return [plain, mirror(plain)]
    }
    case 'selective':
    case 'mirrorAndShifts':
      return sixViews(1 / 4, 1 / 8)
    case 'selectiveEqual':
      return sixViews(1 / 6, 1 / 6)
  }
}

/** The image and its shifts by a pixel, up and left and down and right, each followed by its mirror. */
function sixViews(still: number, shifted: number): readonly View[] {
  const plain = { ...PLAIN_VIEW, weight: still }
  const shifts = [-1, 1].map((by) => ({ ...plain, shiftX: by, shiftY: by, weight: shifted }))
  return [plain, ...shifts].flatMap((view) => [view, mirror(view)])
}
