import { goTo } from '../address/page-view.ts'
import { useLoadRunLibrary } from '../context/run-library-context.ts'
import { PicturePicker } from '../inside/picture/picture-picker.tsx'
import { importRecordedRuns } from './import-recorded.ts'
import { SHIPPED } from './texts.ts'
import { attempt } from '../controls/attempt.ts'

const TEXT = SHIPPED.offers

/** Suggestions without a GPU: the shipped network and the recorded runs. */
export function ShippedOffers() {
  const load = useLoadRunLibrary()
  return (
    <>
      <PicturePicker name={TEXT.picture} size="large go" />
      <button type="button" className="button large" onClick={() => goTo('inside')}>
        {TEXT.explore}
      </button>
      <button
        type="button"
        className="button large"
        onClick={() =>
          attempt(async () => {
            await importRecordedRuns(load)
            goTo('compare')
          })
        }
      >
        {TEXT.watch}
      </button>
    </>
  )
}
