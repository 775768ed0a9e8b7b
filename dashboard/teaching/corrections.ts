import { call, messageOf } from '../session/session.ts'
import { runUnlessUndone, showToast } from '../components/toast.tsx'
import { texts } from '../texts.ts'

/** Holds at once, before the next reply; undoing it restores the correction. */
export async function retireCorrection(id: string, then: () => void = () => {}): Promise<void> {
  try {
    await call('DELETE /api/corrections/:id', { params: { id } })
  } catch (error) {
    return showToast(texts.teaching.theCorrectionWasNot(messageOf(error)))
  }
  then()
  runUnlessUndone(
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
    showToast(texts.teaching.theCorrectionWasNotError(messageOf(error)))
  }
}
