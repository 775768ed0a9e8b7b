import { config } from 'zod'

// Where it may, zod writes its checks as code and runs them. Here the content policy forbids that, and even the attempt is reported as a violation.
// Schemas ask when they are made, so this is the first thing that is imported.
config({ jitless: true })
