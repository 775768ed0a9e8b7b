import type { Quirk } from './quirks.ts'

/** Servers of language models as people run them: how each is named in the settings, where it answers, and what it was seen to do otherwise than the others. */
export interface ModelServer {
  vendor: 'openai-compatible' | 'azure'
  /** Behind the address of the server. */
  path: string
  quirks: Quirk[]
}

const tags: Quirk[] = ['think tags', 'only a closing tag']
const compatible = (...quirks: Quirk[]): ModelServer => ({ vendor: 'openai-compatible', path: '/v1', quirks })

export const modelServers: Record<string, ModelServer> = {
  Ollama: compatible(
    ...tags,
    'reasoning in a field',
    'no tools',
    'a person with an object',
    'a call as text',
    'tools for ever',
    'a small context',
    'cut by the limit',
  ),
  'vLLM with a tool parser': compatible(
    ...tags,
    'reasoning in a field',
    'no system role',
    'strict roles',
    'no usage in streams',
    'an error with status 200',
    'a small context',
    'cut by the limit',
  ),
  'vLLM without a tool parser': compatible(
    ...tags,
    'no tool parser',
    'a tagged call for a person',
    'a call as text',
    'strict roles',
    'no system role',
    'an error with status 200',
    'a small context',
  ),
  'LM Studio': compatible(
    ...tags,
    'no finish reason',
    'neither finish reason nor done',
    'a fenced call for a person',
    'tools for ever',
    'strict roles',
    'a small context',
  ),
  'llama.cpp': compatible(
    ...tags,
    'no jinja',
    'a tagged call for a person',
    'strict roles',
    'no system role',
    'a small context',
    'blank lines for a while',
  ),
  LiteLLM: compatible(
    'reasoning in a field',
    'comments for a while',
    'empty and broken events',
    'the whole at once',
    'a person without an id',
    'an error as an event',
    'an error with status 200',
    'no usage in streams',
  ),
  OpenRouter: compatible(
    'reasoning in a field',
    'reasoning in details',
    'comments for a while',
    'an error with status 200',
    'an error as an event',
    'a person without input',
    'cut by the limit',
  ),
  'Azure, by deployment': {
    vendor: 'azure',
    path: '',
    quirks: ['plain', 'no usage in streams', 'tokens by another name', 'cut by the limit', 'the whole at once'],
  },
  'Azure, /openai/v1': {
    vendor: 'azure',
    path: '/openai/v1',
    quirks: ['plain', 'no usage in streams', 'tokens by another name', 'cut by the limit', 'no streams'],
  },
  Gemini: {
    vendor: 'openai-compatible',
    path: '/v1beta/openai',
    quirks: [
      'plain',
      'a person without an id',
      'a person without input',
      'cut by the limit',
      'an error with status 200',
    ],
  },
  Mistral: compatible('plain', 'reasoning in parts', 'no usage in streams', 'strict roles', 'cut by the limit'),
  Groq: { ...compatible('reasoning in a field', 'think tags', 'cut by the limit'), path: '/openai/v1' },
}

/** What the servers of one kind have in common, as rows; the servers are columns. The table of docs/models.md. */
export function matrix(anthropic: string[]): string {
  const all = [
    ...Object.entries(modelServers).map(([name, { quirks }]) => [name, quirks as string[]] as const),
    ['Anthropic', anthropic] as const,
  ]
  const rows = [...new Set(all.flatMap(([, quirks]) => quirks))]
  return [
    `| | ${all.map(([name]) => name).join(' | ')} |`,
    `|---|${all.map(() => ':-:').join('|')}|`,
    ...rows.map(
      (quirk) => `| ${quirk} | ${all.map(([, quirks]) => (quirks.includes(quirk) ? '●' : '')).join(' | ')} |`,
    ),
  ].join('\n')
}
