import { Avatar } from '../../ui/avatar.tsx'
import classes from './segments.module.css'

interface PersonCellProps {
  id: string
  name: string
  isIdentified?: boolean
}

/** A person in a line of a table: picture and name. */
export function PersonCell({ id, name, isIdentified = true }: PersonCellProps) {
  return (
    <span className={classes.person}>
      <Avatar id={id} name={isIdentified ? name : ''} sizePixels={24} />
      <span className="truncate">{name}</span>
    </span>
  )
}
