import type { Correction, Lesson } from '../../protocol/teaching/shapes.ts'
import type { StoredEvent } from '../../protocol/events.ts'

/** Lessons and corrections of one conversation as its log tells them, each as it stands now, in the order in which they were made. */
export function taughtIn(log: StoredEvent[]): { lessons: Lesson[]; corrections: Correction[] } {
  const lessons = new Map<string, Lesson>()
  const corrections = new Map<string, Correction>()
  for (const { type, payload } of log) {
    if (type === 'lesson.saved' || type === 'lesson.changed') lessons.set(payload.lesson.id, payload.lesson)
    if (type === 'correction.added' || type === 'correction.changed')
      corrections.set(payload.correction.id, payload.correction)
  }
  return { lessons: [...lessons.values()], corrections: [...corrections.values()] }
}
