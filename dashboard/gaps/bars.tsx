/** Small bars side by side, the last one today. The numbers are in the label, for whoever cannot see them. */
export function Bars({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(1, ...values)
  return (
    <svg
      role="img"
      aria-label={`${label}: ${values.join(', ')}`}
      viewBox={`0 0 ${values.length * 6} 24`}
      className="h-6 w-21 shrink-0 text-accent"
    >
      {values.map((value, index) => {
        const height = value ? Math.max(2, (value / most) * 22) : 1
        return (
          <rect
            key={index}
            x={index * 6}
            y={24 - height}
            width={4}
            height={height}
            rx={1}
            fill="currentColor"
            opacity={value ? 1 : 0.25}
          />
        )
      })}
    </svg>
  )
}
