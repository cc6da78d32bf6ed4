import { Button, Select, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role, Team } from '@contract/access/access.contract.ts'
import { api, describeFailure } from '../../app/api.ts'
import { meQuery, useCan, useMe, useWorkspace } from '../../app/session.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { Time } from '../../ui/time.tsx'
import { InviteModal } from './invite-modal.tsx'
import { roles } from './roles.ts'

type Member = Team['members'][number]
type Invitation = Team['invitations'][number]

const teamKey = ['access', 'team']

/** Members with their roles, and invitations that wait. */
export function TeamPage() {
  const { t } = useTranslation('access')
  const canManage = useCan('team:manage')
  const queryClient = useQueryClient()
  const [isInviting, inviting] = useDisclosure(false)
  const team = useQuery({ queryKey: teamKey, queryFn: ({ signal }) => api.get<Team>('/v1/team', { signal }) })
  const refresh = () => queryClient.invalidateQueries({ queryKey: teamKey })
  return (
    <Page
      title={t('team.title')}
      description={t('team.description')}
      action={
        canManage && (
          <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={inviting.open}>
            {t('team.invite')}
          </Button>
        )
      }
    >
      <MemberTable members={team.data?.members} error={team.error} onChanged={refresh} />
      {team.data && team.data.invitations.length > 0 && (
        <Section title={t('team.invitations')} description={t('team.invitationsHint')}>
          <InvitationTable invitations={team.data.invitations} onChanged={refresh} />
        </Section>
      )}
      <InviteModal isOpen={isInviting} onClose={inviting.close} onInvited={refresh} />
    </Page>
  )
}

function MemberTable({ members, error, onChanged }: { members: Member[] | undefined; error: unknown; onChanged: () => Promise<void> }) {
  const { t } = useTranslation('access')
  const me = useMe()
  const { role: ownRole } = useWorkspace()
  const canManage = useCan('team:manage')
  const queryClient = useQueryClient()
  const [leaving, setLeaving] = useState<Member | null>(null)
  const columns = useMemo((): Column<Member>[] => {
    const changeRole = async (member: Member, role: Role) => {
      try {
        await api.patch(`/v1/team/${member.userId}`, { role })
        notifications.show({ message: t('team.roleSaved', { name: member.name, role: t(`role.${role}`) }) })
        if (member.userId === me.user.id) await queryClient.invalidateQueries(meQuery)
      } catch (cause) {
        notifications.show({ color: 'red', message: describeFailure(cause) })
      }
      await onChanged()
    }
    return [
      {
        key: 'name',
        header: t('team.member'),
        width: 220,
        grow: 2,
        render: (member) => (
          <span style={{ display: 'flex', alignItems: 'center', gap: 10 }}>
            <Avatar id={member.userId} name={member.name} />
            <span className="truncate">
              {member.name}{' '}
              <Text component="span" inherit c="dimmed" fw={400}>
                {member.userId === me.user.id ? `(${t('team.you')})` : member.email}
              </Text>
            </span>
          </span>
        ),
      },
      {
        key: 'role',
        header: t('team.role'),
        width: 150,
        card: 'end',
        render: (member) =>
          canManage && (member.role !== 'owner' || ownRole === 'owner') ? (
            <Select
              aria-label={t('team.roleOf', { name: member.name })}
              w={140}
              value={member.role}
              data={roles.filter((role) => role !== 'owner' || ownRole === 'owner').map((role) => ({ value: role, label: t(`role.${role}`) }))}
              onChange={(role) => role && role !== member.role && void changeRole(member, role as Role)}
            />
          ) : (
            t(`role.${member.role}`)
          ),
      },
      { key: 'lastSeen', header: t('team.lastSeen'), width: 130, render: (member) => <Time value={member.lastSeenAt} missing={t('team.never')} /> },
      { key: 'joined', header: t('team.joined'), width: 130, card: 'hidden', render: (member) => <Time value={member.joinedAt} /> },
      {
        key: 'remove',
        header: t('team.remove'),
        isHeaderHidden: true,
        width: 90,
        align: 'right',
        render: (member) =>
          canManage && member.userId !== me.user.id && (member.role !== 'owner' || ownRole === 'owner') ? (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setLeaving(member)} aria-label={`${t('team.remove')} ${member.name}`}>
              {t('team.remove')}
            </Button>
          ) : null,
      },
    ]
  }, [t, me.user.id, ownRole, canManage, onChanged, queryClient])
  return (
    <>
      <DataTable id="team" label={t('team.members')} height="natural" rows={members} error={error} getId={(member) => member.userId} columns={columns} empty={<EmptyState picture="people" title={t('team.empty')} />} />
      <Confirm
        isOpen={leaving !== null}
        title={t('team.removeTitle', { name: leaving?.name })}
        verb={t('team.remove')}
        name={leaving?.name ?? ''}
        onClose={() => setLeaving(null)}
        onConfirm={async () => {
          await api.del(`/v1/team/${leaving?.userId}`)
          await onChanged()
        }}
      >
        {t('team.removeHint', { name: leaving?.name })}
      </Confirm>
    </>
  )
}

function InvitationTable({ invitations, onChanged }: { invitations: Invitation[]; onChanged: () => Promise<void> }) {
  const { t } = useTranslation('access')
  const canManage = useCan('team:manage')
  const [leaving, setLeaving] = useState<Invitation | null>(null)
  const columns = useMemo(
    (): Column<Invitation>[] => [
      { key: 'email', header: t('team.email'), width: 220, grow: 2, render: (invitation) => invitation.email },
      { key: 'role', header: t('team.role'), width: 150, card: 'end', render: (invitation) => t(`role.${invitation.role}`) },
      { key: 'expires', header: t('team.expires'), width: 276, render: (invitation) => <Time value={invitation.expiresAt} /> },
      {
        key: 'withdraw',
        header: t('team.withdraw'),
        isHeaderHidden: true,
        width: 90,
        align: 'right',
        render: (invitation) =>
          canManage && (
            <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setLeaving(invitation)} aria-label={`${t('team.withdraw')} ${invitation.email}`}>
              {t('team.withdraw')}
            </Button>
          ),
      },
    ],
    [t, canManage],
  )
  return (
    <>
      <DataTable id="invitations" label={t('team.invitations')} height="natural" rows={invitations} getId={(invitation) => invitation.id} columns={columns} empty={null} />
      <Confirm
        isOpen={leaving !== null}
        title={t('team.withdrawTitle')}
        verb={t('team.withdraw')}
        onClose={() => setLeaving(null)}
        onConfirm={async () => {
          await api.del(`/v1/team/invitations/${leaving?.id}`)
          await onChanged()
        }}
      >
        {t('team.withdrawHint', { email: leaving?.email })}
      </Confirm>
    </>
  )
}
