import { isDeepStrictEqual } from 'node:util'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Invalid } from '../ground/errors.ts'

/**
 * Requests are parsed by their schema, always. Replies are written as they are; with `checkReplies` (tests) a reply must be exactly what its
 * schema declares, so that no field slips out that the protocol does not name.
 */
export function useSchemas(app: FastifyInstance, checkReplies: boolean): void {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => {
    // A parameter that nobody reads, misspelt for instance, would answer another question than was asked.
    const whole = httpPart === 'querystring' && schema instanceof z.ZodObject ? schema.strict() : schema
    return (input: unknown) => {
      // The framework says null for a body that was not sent.
      const result = whole.safeParse(httpPart === 'body' && input === null ? undefined : input)
      return result.success ? { value: result.data } : { error: invalid(result.error, httpPart) }
    }
  })
  app.setSerializerCompiler<z.ZodType>(({ schema, method, url }) =>
    checkReplies ? checked(schema, `${method} ${url}`) : JSON.stringify,
  )
}

function invalid(error: z.ZodError, part: string | undefined): Invalid {
  const sentences = error.issues.map((issue) => sentenceOf(issue, part === 'body' ? 'The body' : 'The request'))
  const details = { fields: error.issues.map(({ path, message }) => ({ path: path.join('.'), message })) }
  return new Invalid('invalid', sentences.slice(0, 3).join(' '), details)
}

function sentenceOf(issue: z.core.$ZodIssue, whole: string): string {
  const field = issue.path.length ? `"${issue.path.join('.')}"` : whole
  if (issue.code === 'unrecognized_keys')
    return `${field} has unknown fields: ${issue.keys
      .slice(0, 5)
      .map((key) => `"${key.slice(0, 50)}"`)
      .join(', ')}.`
  return `${field}: ${issue.message.replace(/^Invalid input: /, '')}.`
}

const checked =
  (schema: z.ZodType, route: string) =>
  (reply: unknown): string => {
    const text = JSON.stringify(reply)
    const sent = JSON.parse(text) as unknown
    const declared = schema.parse(sent)
    if (!isDeepStrictEqual(sent, JSON.parse(JSON.stringify(declared)))) {
      throw new Error(`${route} replies with more than its schema declares: ${text.slice(0, 2000)}`)
    }
    return text
  }
