import { z } from 'zod'
import { Id, Time, Words } from '../basics.ts'
import { contrast, isColour, readable, writingOn } from '../widget/contrast.ts'
import { TraitFilter } from './escalation.ts'
import { launcherIcons } from '../widget/icons.ts'

/** What an agent looks like on a site, and which of them answers where. */

const Colour = z
  .string()
  .refine(isColour, 'Write the colour as #rrggbb')
  .refine(
    (colour) => !isColour(colour) || contrast(colour, writingOn(colour)) >= readable,
    'Neither white nor black is easy to read on this colour. Make it darker or lighter.',
  )

/** What a page says of colour and position in `Halo.init` counts before it. */
export const AgentStyle = z.strictObject({
  /** #rrggbb; null: Halo's own. */
  accent: Colour.nullable(),
  position: z.enum(['left', 'right']),
  icon: z.enum(launcherIcons),
  /** Words beside the icon; "" for the icon alone. */
  label: Words.trim().max(24),
})
export type AgentStyle = z.infer<typeof AgentStyle>

export const usualStyle: AgentStyle = { accent: null, position: 'right', icon: 'bubble', label: '' }

/** Whom a visitor meets before the first message, and how the chat looks there. `icon` is an SVG path in a square of 24. */
export const AgentLook = z.object({
  id: Id,
  name: z.string(),
  role: z.string(),
  initials: z.string(),
  image: z.string().nullable(),
  accent: z.string().nullable(),
  position: z.enum(['left', 'right']),
  icon: z.string(),
  label: z.string(),
})
export type AgentLook = z.infer<typeof AgentLook>

/** `*` stands for any characters, `?` for one. "" is every host, every path; all filters must be true of the visitor. */
export const RuleText = z
  .strictObject({
    agentId: Id,
    host: Words.trim().max(253),
    path: Words.trim().max(500),
    traits: z.array(TraitFilter).max(20),
  })
  .refine(
    ({ host, path, traits }) => host || path || traits.length,
    'Name a page or a trait. The default agent answers everywhere else.',
  )
export type RuleText = z.infer<typeof RuleText>

/** One rule of who answers where; in order, the first that is true of a visitor decides. */
export const RoutingRule = z.object({ id: Id, ...RuleText.shape })
export type RoutingRule = z.infer<typeof RoutingRule>

/** A site on which the widget was loaded, and the latest page of it, without what stands behind its path. */
export const Sighting = z.object({
  origin: z.string(),
  version: z.string(),
  page: z.string(),
  firstAt: Time,
  seenAt: Time,
})
export type Sighting = z.infer<typeof Sighting>
