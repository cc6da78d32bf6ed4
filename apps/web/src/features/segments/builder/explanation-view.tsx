import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Explained, Explanation } from '@contract/segments/segments.contract.ts'
import { useWorkspacePath } from '../../../app/session.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Tag } from '../../../ui/tag.tsx'
import { Time } from '../../../ui/time.tsx'
import classes from './explain.module.css'

interface ExplanationViewProps {
  explanation: Explanation
  /** Whether it is about a saved segment, in which people are since a time. */
  isSaved: boolean
}

/** The answer with its grounds: each condition, whether it holds, what was found, and when time changes it. */
export function ExplanationView({ explanation, isSaved }: ExplanationViewProps) {
  const { t } = useTranslation('segments')
  const toPath = useWorkspacePath()
  const { profileId, name, isMember, since, lastChange, tree } = explanation
  const answer = isSaved ? (isMember ? 'in' : 'out') : isMember ? 'wouldBeIn' : 'wouldBeOut'
  return (
    <>
      <div className={classes.head}>
        <Link to={toPath(`/people/${profileId}`)} className={classes.person}>
          <Avatar id={profileId} name={name} sizePixels={28} />
          <span className="truncate">{name}</span>
        </Link>
        <Tag tone={isMember ? 'good' : 'neutral'}>{t(`builder.explain.${answer}`)}</Tag>
        {isMember && since && <span className={classes.quiet}>{t('builder.explain.since')} <Time value={since} /></span>}
      </div>
      {lastChange && (
        <p className={classes.quiet}>
          {t(lastChange.direction === 'entered' ? 'builder.explain.entered' : 'builder.explain.left')} <Time value={lastChange.at} />: {lastChange.reason || t(`builder.explain.cause.${lastChange.cause}`)}
        </p>
      )}
      {tree ? <ul className={classes.tree}><ExplainedNode node={tree} /></ul> : <p className={classes.quiet}>{t('builder.explain.static')}</p>}
    </>
  )
}

function ExplainedNode({ node }: { node: Explained }) {
  const { t } = useTranslation('segments')
  const Mark = node.holds ? IconCircleCheck : IconCircleX
  return (
    <li>
      <div className={classes.node}>
        <span className={classes.mark} data-holds={node.holds}>
          <Mark size={16} aria-hidden />
          <span className={classes.verdict}>{t(node.holds ? 'builder.explain.holds' : 'builder.explain.fails')}</span>
        </span>
        <span className={classes.grounds}>
          <span>{node.text}</span>
          {node.found && <span className={classes.quiet}>{t('builder.explain.found', { found: node.found })}</span>}
          {node.changesAt && <span className={classes.quiet}>{t('builder.explain.changes')} <Time value={node.changesAt} /></span>}
        </span>
      </div>
      {node.conditions && node.conditions.length > 0 && (
        <ul className={classes.tree}>
          {node.conditions.map((child, index) => (
            // The reply has no ids; it is replaced as a whole.
            <ExplainedNode key={index} node={child} />
          ))}
        </ul>
      )}
    </li>
  )
}
