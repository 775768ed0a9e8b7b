const stroke = {
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': '2',
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
} as const

export const SendIcon = () => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" {...stroke}>
    <path d="M12 19V5M6 11l6-6 6 6" />
  </svg>
)
export const CloseIcon = () => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" {...stroke}>
    <path d="m7 7 10 10M17 7 7 17" />
  </svg>
)
export const PersonIcon = () => (
  <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" {...stroke}>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20c1.2-3.6 4-5.5 7.5-5.5s6.3 1.9 7.5 5.5" />
  </svg>
)
export const SparkIcon = () => (
  <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" fill="currentColor">
    <path d="M12 3l1.9 5.6L19.5 10.5 13.9 12.4 12 18l-1.9-5.6L4.5 10.5 10.1 8.6z" />
    <circle cx="19" cy="18" r="1.6" />
  </svg>
)
export const LinkIcon = () => (
  <svg viewBox="0 0 24 24" width="12" height="12" aria-hidden="true" {...stroke}>
    <path d="M7 17 17 7M9 7h8v8" />
  </svg>
)
export const ThumbIcon = () => (
  <svg viewBox="0 0 24 24" width="14" height="14" aria-hidden="true" {...stroke}>
    <path d="M7 10.5V20H4v-9.5zl4-7.5c1.6 0 2.5 1 2.5 2.5V9h6.7L19 20H7" />
  </svg>
)
export const ArrowDownIcon = () => (
  <svg viewBox="0 0 24 24" width="16" height="16" aria-hidden="true" {...stroke}>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </svg>
)
