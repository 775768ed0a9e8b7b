/** One line, round at its ends. */
const icon = (size: number, path: string) => () => (
  <svg
    viewBox="0 0 24 24"
    width={size}
    height={size}
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d={path} />
  </svg>
)

export const SendIcon = icon(20, 'M12 19V5M6 11l6-6 6 6')
export const CloseIcon = icon(20, 'm7 7 10 10M17 7 7 17')
export const PersonIcon = icon(16, 'M8 8a4 4 0 1 0 8 0a4 4 0 1 0-8 0M4.5 20c1.2-3.6 4-5.5 7.5-5.5s6.3 1.9 7.5 5.5')
export const SparkIcon = icon(20, 'M12 3l1.9 5.6L19.5 10.5 13.9 12.4 12 18l-1.9-5.6L4.5 10.5 10.1 8.6zM19 18h.01')
export const LinkIcon = icon(12, 'M7 17 17 7M9 7h8v8')
export const ThumbIcon = icon(14, 'M7 10.5V20H4v-9.5zl4-7.5c1.6 0 2.5 1 2.5 2.5V9h6.7L19 20H7')
export const ArrowDownIcon = icon(16, 'M12 5v14M6 13l6 6 6-6')
