interface PickProps<T extends string> {
  readonly label: string
  /** Of the group of radio buttons; one of a kind on the page. */
  readonly name: string
  readonly offered: readonly T[]
  readonly names: Readonly<Record<T, string>>
  readonly chosen: T
  readonly onChoose: (value: T) => void
}

/** A choice of two or three: words in a row, the chosen one underlined. */
export function Pick<T extends string>(props: PickProps<T>) {
  const { label, name, offered, names, chosen, onChoose } = props
  return (
    <span className="pick" role="radiogroup" aria-label={label}>
      {offered.map((value) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          {names[value]}
        </label>
      ))}
    </span>
  )
}
