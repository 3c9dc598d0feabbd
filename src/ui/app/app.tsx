import { PanelRight } from 'lucide-react'
import { lazy, type Ref, useEffect, useRef } from 'react'
import { flushSync } from 'react-dom'
import { presetNamed } from '../../recipe/presets.ts'
import { changesOf } from '../../recipe/choice/summary.ts'
import { isUnderWay } from '../../runs/run.ts'
import { Boundary } from './boundary.tsx'
import { DropZone } from './drop-zone.tsx'
import { GpuIcon, GpuNameButton } from '../gpu/gpu-name.tsx'
import { useGpuShown } from '../gpu/open-gpu.ts'
import { useActions, useLab } from '../context/lab-context.ts'
import { useHidden, useLesson } from '../lesson/current-lesson.ts'
import { showLessonForm, useLessonFormShown } from '../lesson/open-form.ts'
import { useTour } from '../tour/position.ts'
import { TourButton } from '../tour/tour-button.tsx'
import { LatePart } from '../controls/late-part.tsx'
import '../look/tokens.css'
import '../look/base.css'
import '../look/controls.css'
import { Notice } from '../controls/notice.tsx'
import { type PageView, usePageView } from '../address/page-view.ts'
import { endRace } from '../race/raced.ts'
import { ViewsNav } from './views-nav.tsx'
import { RECIPE } from '../recipe/texts.ts'
import { PAGE } from '../words/texts.ts'
import type { Theme } from './theme.ts'
import { ThemeButton } from './theme-button.tsx'
import { RunStatus } from '../train/run-status.tsx'
import { Train, useDrawer } from '../train/train.tsx'
import { useMedia, WIDE } from '../controls/use-media.ts'
import { useRunShortcuts } from './use-run-shortcuts.ts'

const Compare = lazy(async () => ({ default: (await import('../compare/compare.tsx')).Compare }))
const Inside = lazy(async () => ({ default: (await import('../inside/inside.tsx')).Inside }))
const GpuPanel = lazy(async () => ({
  default: (await import('../gpu/gpu-panel.tsx')).GpuPanel,
}))
const RunInHead = lazy(async () => ({ default: (await import('./run-in-head.tsx')).RunInHead }))

const LessonBar = lazy(async () => ({
  default: (await import('../lesson/lesson-bar.tsx')).LessonBar,
}))
const LessonForm = lazy(async () => ({
  default: (await import('../lesson/lesson-form.tsx')).LessonForm,
}))

const Tour = lazy(async () => ({ default: (await import('../tour/tour.tsx')).Tour }))

export function App({ theme }: { theme: Theme }) {
  const wide = useMedia(WIDE)
  const view = usePageView()
  const gpuShown = useGpuShown()
  const run = useLab((state) => state.run)
  const [drawerOpen, setDrawerOpen] = useDrawer()
  const recipeButton = useRef<HTMLButtonElement>(null)
  /** Closing the recipe returns the focus to the button that opened it. */
  const closeRecipe = () => {
    flushSync(() => setDrawerOpen(false))
    recipeButton.current?.focus()
  }
  const onTrain = view === 'train'
  const lesson = useLesson()
  const lessonForm = useLessonFormShown()
  const tour = useTour()
  const recipeHidden = useHidden('recipe')
  useRunShortcuts(
    onTrain && !recipeHidden
      ? { toggleRecipe: drawerOpen ? closeRecipe : () => setDrawerOpen(true) }
      : null,
  )
  useStartOfView(view)
  return (
    <>
      <header className="top">
        <div className="page">
          <Wordmark />
          <ViewsNav here={view} />
          <div className="end">
            {!onTrain && run !== null && isUnderWay(run) && (
              <LatePart>
                <RunInHead run={run} />
              </LatePart>
            )}
            <GpuIcon />
            <ThemeButton first={theme} />
            {onTrain && !recipeHidden && !(drawerOpen && wide) && (
              <RecipeButton ref={recipeButton} open={() => setDrawerOpen(true)} />
            )}
          </div>
        </div>
      </header>
      {lesson !== null && (
        <LatePart>
          <LessonBar lesson={lesson} />
        </LatePart>
      )}
      <Notice />
      <div className="page">
        {onTrain ? (
          <Boundary key={view}>
            <Train
              drawerOpen={drawerOpen && !recipeHidden}
              openRecipe={() => setDrawerOpen(true)}
              closeRecipe={closeRecipe}
            />
          </Boundary>
        ) : (
          <LatePart key={view} fallback={<main className="to-come" />}>
            {view === 'compare' ? <Compare /> : <Inside />}
          </LatePart>
        )}
        <Foot view={view} />
      </div>
      {tour.open && lesson === null && (
        <LatePart>
          <Tour />
        </LatePart>
      )}
      {lessonForm && (
        <LatePart>
          <LessonForm />
        </LatePart>
      )}
      {gpuShown && (
        <LatePart>
          <GpuPanel />
        </LatePart>
      )}
      <RunStatus view={view} />
      <DropZone />
    </>
  )
}

/** A newly opened view starts at its top. */
function useStartOfView(view: PageView): void {
  const before = useRef(view)
  useEffect(() => {
    if (before.current !== view) scrollTo(0, 0)
    before.current = view
  }, [view])
}

function Wordmark() {
  const { leaveRun } = useActions()
  const start = () => {
    leaveRun()
    endRace()
  }
  return (
    <button type="button" className="mark" aria-label={PAGE.home} onClick={start}>
      lab<span>94</span>
    </button>
  )
}

function RecipeButton({ ref, open }: { ref: Ref<HTMLButtonElement>; open: () => void }) {
  const choice = useLab(({ setup }) => setup.choice)
  const changes = changesOf(choice).length
  const { title } = presetNamed(choice.preset)
  return (
    <button ref={ref} type="button" className="button small" onClick={open}>
      <PanelRight strokeWidth={1.5} aria-hidden />
      {PAGE.recipe}
      <span className="second wide-only">
        {title}
        {changes > 0 && `, ${RECIPE.changes(changes)}`}
      </span>
    </button>
  )
}

function Foot({ view }: { view: PageView }) {
  const lesson = useLesson()
  return (
    <footer className="foot">
      <p>
        {PAGE.careful}
        <GpuNameButton />
        {lesson === null && (
          <>
            <TourButton />
            <button
              type="button"
              className="word-button"
              aria-haspopup="dialog"
              onClick={() => showLessonForm(true)}
            >
              {PAGE.makeLesson}
            </button>
          </>
        )}
      </p>
      <ul className="keyboard">
        {Object.entries(PAGE.keys[view]).map(([key, words]) => (
          <li key={key}>
            <kbd>{key.toUpperCase()}</kbd> {words}
          </li>
        ))}
      </ul>
    </footer>
  )
}
