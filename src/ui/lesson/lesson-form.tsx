import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { summariseChoice } from '../../recipe/choice/summary.ts'
import {
  HIDEABLE,
  type Hideable,
  type Lesson,
  LESSON_VIEWS,
  lessonProblem,
  type LessonView,
  MAX_INSTRUCTION,
  MAX_TITLE,
} from '../../runs/lesson/lesson.ts'
import { lessonToHash } from '../../runs/lesson/lesson-link.ts'
import { reasonOf } from '../../errors/reason-of.ts'
import { Pick } from '../controls/pick.tsx'
import { CopyButton } from '../controls/copy-button.tsx'
import { useLab } from '../context/lab-context.ts'
import { Sheet } from '../sheet/sheet.tsx'
import { SheetHead } from '../sheet/sheet-head.tsx'
import './lesson.css'
import { showLessonForm } from './open-form.ts'
import { LESSON as TEXT } from './texts.ts'

/** Makes a link to a lesson from the setup on Train. */
export function LessonForm() {
  const sheet = useRef<HTMLDialogElement>(null)
  const { choice, seed } = useLab(({ setup }) => setup)
  const [title, setTitle] = useState('')
  const [instruction, setInstruction] = useState('')
  const [view, setView] = useState<LessonView>('train')
  const [hidden, setHidden] = useState<readonly Hideable[]>([])
  const leave = () => {
    // Closing the dialog itself lets the browser return the focus to the button that opened it.
    sheet.current?.close()
    showLessonForm(false)
  }
  const lesson = useMemo(
    () => ({
      title: title.trim(),
      instruction: instruction.trim(),
      view,
      choice,
      seed,
      hidden: [...hidden],
    }),
    [title, instruction, view, choice, seed, hidden],
  )
  return (
    <Sheet ref={sheet} label={TEXT.make} leave={leave}>
      <div className="lesson-form">
        <SheetHead title={TEXT.make} close={TEXT.close} leave={leave} />
        <p className="second">{TEXT.lead}</p>
        <TextField label={TEXT.title} value={title} most={MAX_TITLE} onChange={setTitle} />
        <TextField
          label={TEXT.instruction}
          value={instruction}
          most={MAX_INSTRUCTION}
          rows={4}
          onChange={setInstruction}
        />
        <p className="second">{TEXT.recipe(summariseChoice(choice), seed)}</p>
        <div className="lesson-row">
          <span>{TEXT.opensAt}</span>
          <Pick
            label={TEXT.opensAt}
            name="lesson-view"
            offered={LESSON_VIEWS}
            names={TEXT.views}
            chosen={view}
            onChoose={(next) => {
              setView(next)
              setHidden(hidden.filter((part) => part !== next))
            }}
          />
        </div>
        <fieldset>
          <legend>{TEXT.hide}</legend>
          {HIDEABLE.filter((part) => part !== view).map((part) => (
            <label key={part} className="tick">
              <input
                type="checkbox"
                className="checkbox"
                checked={hidden.includes(part)}
                onChange={({ target }) =>
                  setHidden(
                    HIDEABLE.filter((other) =>
                      other === part ? target.checked : hidden.includes(other),
                    ),
                  )
                }
              />
              {TEXT.parts[part]}
            </label>
          ))}
        </fieldset>
        <LessonLink lesson={lesson} />
      </div>
    </Sheet>
  )
}

/** The link of a lesson, or what the lesson lacks. */
function LessonLink({ lesson }: { lesson: Lesson }) {
  const problem = lessonProblem(lesson)
  const made = useLessonLink(problem === null ? lesson : null)
  if (problem !== null) return <p role="status">{problem}</p>
  if (made === null) return null
  if ('refused' in made) return <p role="alert">{made.refused}</p>
  return (
    <div className="lesson-row">
      {/* Another lesson has not been copied yet. */}
      <CopyButton key={made.link} className="button" done={TEXT.copied} text={() => made.link}>
        {TEXT.copy}
      </CopyButton>
      <a href={made.link} target="_blank" rel="noreferrer">
        {TEXT.open}
      </a>
    </div>
  )
}

type Made = { readonly link: string } | { readonly refused: string }

function useLessonLink(lesson: Lesson | null): Made | null {
  const [made, setMade] = useState<Made | null>(null)
  useEffect(() => {
    if (lesson === null) return undefined
    let current = true
    const take = (next: Made) => {
      if (current) setMade(next)
    }
    lessonToHash(lesson).then(
      (hash) => take({ link: `${location.origin}${location.pathname}${hash}` }),
      (error: unknown) => take({ refused: reasonOf(error) }),
    )
    return () => {
      current = false
    }
  }, [lesson])
  return made
}

interface TextFieldProps {
  readonly label: string
  readonly value: string
  readonly most: number
  /** More than one for a text of several lines. */
  readonly rows?: number
  readonly onChange: (text: string) => void
}

function TextField({ label, value, most, rows = 1, onChange }: TextFieldProps) {
  const id = useId()
  const shared = {
    id,
    value,
    maxLength: most,
    className: 'field',
    dir: 'auto',
    'aria-describedby': `${id}-left`,
  }
  return (
    <div className="lesson-field">
      <label htmlFor={id}>{label}</label>
      {rows === 1 ? (
        <input {...shared} autoComplete="off" onChange={({ target }) => onChange(target.value)} />
      ) : (
        <textarea
          {...shared}
          rows={rows}
          // A lesson's text is one paragraph.
          onChange={({ target }) => onChange(target.value.replaceAll(/\s+/g, ' '))}
        />
      )}
      <span className="caption" id={`${id}-left`}>
        {TEXT.letters(most - value.length)}
      </span>
    </div>
  )
}
