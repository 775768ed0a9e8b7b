/**
 * The five ways a request can fail on purpose. `code` is for programs, the message is a sentence that a person can act on.
 * Mapped to HTTP once, in http.ts; everything else that is thrown is a defect and answers 500.
 */
export abstract class Problem extends Error {
  abstract readonly status: number
  readonly code: string
  readonly details?: unknown

  constructor(code: string, message: string, details?: unknown) {
    super(message)
    this.name = new.target.name
    this.code = code
    this.details = details
  }
}

export class NotFound extends Problem {
  readonly status = 404
  constructor(message: string) {
    super('not_found', message)
  }
}

export class NotAllowed extends Problem {
  readonly status: number
  /** `signed_out` answers 401, so that a client knows to sign in again; everything else 403. */
  constructor(code: string, message: string) {
    super(code, message)
    this.status = code === 'signed_out' ? 401 : 403
  }
}

export class Invalid extends Problem {
  readonly status = 400
}

export class Conflict extends Problem {
  readonly status = 409
}

/** Something we need is away: the disk is full, the database lost. Nothing was stored. */
export class Unavailable extends Problem {
  readonly status = 503
}
