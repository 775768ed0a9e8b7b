import { call, sentence } from '../session/session.ts'
import { doWithUndo, say } from '../shell/undo.tsx'
import { texts } from '../texts.ts'

/** Holds at once, before the next reply; undoing it restores the correction. */
export async function retireCorrection(id: string, then: () => void = () => {}): Promise<void> {
  try {
    await call('DELETE /api/corrections/:id', { params: { id } })
  } catch (error) {
    return say(texts.teaching.theCorrectionWasNot(sentence(error)))
  }
  then()
  doWithUndo(
    texts.teaching.retiredItAnswersNothing,
    () => {},
    () => void restoreCorrection(id, then),
  )
}

export async function restoreCorrection(id: string, then: () => void = () => {}): Promise<void> {
  try {
    await call('PATCH /api/corrections/:id', { params: { id }, body: { retired: false } })
    then()
  } catch (error) {
    say(texts.teaching.theCorrectionWasNotError(sentence(error)))
  }
}
