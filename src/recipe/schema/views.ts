import * as v from 'valibot'

/**
 * How a test looks at images. `selective` has the shifts only for the quarter that one look leaves least confident;
 * `selectiveEqual` is the same with equal weights for all views.
 */
export const ViewsSchema = v.picklist([
  'none',
  'mirror',
  'mirrorAndShifts',
  'selective',
  'selectiveEqual',
])

export type ViewsRecipe = v.InferOutput<typeof ViewsSchema>

/** Whether only the images in doubt get more than one view. */
export const isSelective = (views: ViewsRecipe): boolean =>
  views === 'selective' || views === 'selectiveEqual'
