import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import type { Problem as ProblemReply } from '../../protocol/problem.ts'
import { Invalid, NotFound, Problem } from '../ground/errors.ts'
import { TooMany } from './limits.ts'

/** Every way a request can fail becomes a reply here, and nowhere else. `methodsOf` says what an address takes. */
export function answerProblems(app: FastifyInstance, log: Logger, methodsOf: (path: string) => string[]): void {
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log))
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsOf(pathOf(request))
    if (methods.length) void reply.header('allow', methods.join(', '))
    return sendProblem(methods.length ? wrongMethod(request, methods) : nothingThere(request), request, reply, log)
  })
}

const nothingThere = (request: FastifyRequest) =>
  new NotFound(`There is no ${request.method} ${pathOf(request)}. See /api/docs for what there is.`)

const wrongMethod = (request: FastifyRequest, methods: string[]) =>
  new Refused(
    405,
    'method_not_allowed',
    `${pathOf(request)} takes ${methods.join(', ')}, and not ${request.method}.`,
  )

export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const problem = problemOf(error)
  if (!problem) return sendBroken(error, request, reply, log)
  if (problem instanceof TooMany) void reply.header('retry-after', problem.retryAfter)
  return reply
    .code(problem.status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(present(problem))
}

export const present = ({
  code,
  message,
  details,
}: Pick<Problem, 'code' | 'message' | 'details'>): ProblemReply => ({
  error: { code, message, ...(details === undefined ? {} : { details }) },
})

// What broke is for the log; the caller gets the id to find it by.
function sendBroken(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  log.error(
    { err: error, request: request.id, method: request.method, route: request.routeOptions.url },
    'a request broke',
  )
  return reply
    .code(500)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(
      present({
        code: 'broken',
        message: `Something broke on our side. Nothing is lost that was confirmed; try again. It is in the log as ${request.id}.`,
      }),
    )
}

function problemOf(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  // A library wraps what it met: a lost database below sign-in is still a lost database.
  if (error instanceof Error && error.cause instanceof Problem) return error.cause
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return fromFramework[code]?.() ?? (isMalformed(error) ? malformed() : null)
}

/** A status that only the door itself answers with. */
class Refused extends Problem {
  readonly status: number
  constructor(status: number, code: string, message: string) {
    super(code, message)
    this.status = status
  }
}

export const notJson = (): Problem =>
  new Refused(415, 'not_json', 'Send the body as JSON, with "content-type: application/json".')
const malformed = () => new Invalid('malformed', 'The request could not be read: its body must be valid JSON.')

const fromFramework: Record<string, () => Problem> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new Refused(413, 'too_large', 'The request is too large. Send less at once.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: notJson,
  FST_ERR_CTP_INVALID_JSON_BODY: malformed,
  FST_ERR_CTP_EMPTY_JSON_BODY: malformed,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: malformed,
  FST_ERR_BAD_URL: () => new Invalid('malformed', 'The address of the request could not be read.'),
  FST_ERR_MAX_PARAM_LENGTH: () =>
    new Invalid('malformed', 'The address of the request holds an id that is too long.'),
}

// A body with a "__proto__" key is refused by the parser with a bare SyntaxError.
const isMalformed = (error: unknown) =>
  error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400

/** Without the query: it may carry what must not be repeated. */
const pathOf = (request: FastifyRequest) => request.url.split('?', 1)[0]!.slice(0, 200)
