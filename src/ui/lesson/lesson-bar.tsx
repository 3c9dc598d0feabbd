import { useId } from 'react'
import type { Lesson } from '../../runs/lesson/lesson.ts'
import { leaveLesson } from './current-lesson.ts'
import './lesson.css'
import { LESSON } from './texts.ts'

/** A lesson's instruction, under the page's header in every view. */
export function LessonBar({ lesson }: { lesson: Lesson }) {
  const title = useId()
  return (
    <section className="lesson-bar page" aria-labelledby={title}>
      <div>
        <p className="caption">{LESSON.label}</p>
        <h2 className="h2" id={title} dir="auto">
          {lesson.title}
        </h2>
        <p className="instruction" dir="auto">
          {lesson.instruction}
        </p>
      </div>
      <button type="button" className="button small" onClick={leaveLesson}>
        {LESSON.leave}
      </button>
    </section>
  )
}
