import { Avatar } from '../../ui/avatar.tsx'
import classes from './person-name.module.css'

interface PersonNameProps {
  id: string
  name: string
  isIdentified: boolean
  /** A second, quieter line. */
  detail?: string | null
  sizePixels?: number
}

/** A person in a line: picture and name. Visitors have a pattern instead of initials. */
export function PersonName({ id, name, isIdentified, detail, sizePixels = 24 }: PersonNameProps) {
  return (
    <span className={classes.person}>
      <Avatar id={id} name={isIdentified ? name : ''} sizePixels={sizePixels} />
      <span className={classes.words}>
        <span className={`${classes.name} truncate`}>{name}</span>
        {detail && <span className={`${classes.detail} truncate`}>{detail}</span>}
      </span>
    </span>
  )
}
