import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Person } from '@contract/people/people.contract.ts'
import type { Trait } from '../people-requests.ts'
import { describeValue, labelTrait } from '../trait-value.ts'
import { useEditTraits } from '../use-person-changes.ts'
import { NothingYet, SideSection } from './side-section.tsx'
import { NewTrait, TraitEditor } from './trait-editor.tsx'
import { TraitRow } from './trait-row.tsx'
import classes from './side.module.css'

const shownAtFirst = 12

/** Who somebody is stands first; the rest by name. */
const leading = ['name', 'firstName', 'first_name', 'lastName', 'last_name', 'email', 'phone']
function compareTraits(left: Trait, right: Trait): number {
  const rank = (trait: Trait) => (leading.includes(trait.name) ? leading.indexOf(trait.name) : leading.length)
  return rank(left) - rank(right) || labelTrait(left.name).localeCompare(labelTrait(right.name))
}

/** Everything known about the person; each value can be changed where it stands. */
export function TraitList({ person, canWrite }: { person: Person; canWrite: boolean }) {
  const { t } = useTranslation('people')
  const [isAdding, setIsAdding] = useState(false)
  const [editing, setEditing] = useState<string | null>(null)
  const [isWhole, setIsWhole] = useState(false)
  const [wanted, setWanted] = useState('')
  const { edit, remove } = useEditTraits(person.id)
  const matches = (trait: Trait) => `${trait.name} ${labelTrait(trait.name)} ${describeValue(trait.value)}`.toLowerCase().includes(wanted.trim().toLowerCase())
  const found = person.traitDetails.filter(matches).toSorted(compareTraits)
  const shown = isWhole || wanted ? found : found.slice(0, shownAtFirst)
  const isMany = person.traitDetails.length > shownAtFirst
  return (
    <SideSection
      title={t('traits.title')}
      count={person.traitDetails.length}
      action={canWrite && <ActionIcon size={24} aria-label={t('traits.add')} title={t('traits.add')} onClick={() => setIsAdding(true)}><IconPlus size={16} /></ActionIcon>}
    >
      <div data-traits>
        {isAdding && <NewTrait takenNames={person.traitDetails.map((trait) => trait.name)} onSave={(name, value) => edit.mutate({ [name]: value })} onClose={() => setIsAdding(false)} />}
        {isMany && (
          <TextInput size="xs" mb={4} aria-label={t('traits.find')} placeholder={t('traits.find')} leftSection={<IconSearch size={14} aria-hidden />} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
        )}
        {person.traitDetails.length === 0 && !isAdding && <NothingYet>{t('traits.none')}</NothingYet>}
        {wanted !== '' && found.length === 0 && <NothingYet>{t('filter.nothing')}</NothingYet>}
        <dl className={classes.pairs}>
          {shown.map((trait) =>
            editing === trait.name ? (
              <div key={trait.name} className={classes.editing}>
                <dt className="visually-hidden">{labelTrait(trait.name)}</dt>
                <dd>
                  <TraitEditor
                    name={trait.name}
                    value={trait.value}
                    onSave={(value) => {
                      setEditing(null)
                      edit.mutate({ [trait.name]: value })
                    }}
                    onRemove={() => {
                      setEditing(null)
                      remove(trait.name, trait.value)
                    }}
                    onClose={() => setEditing(null)}
                  />
                </dd>
              </div>
            ) : (
              <TraitRow key={trait.name} trait={trait} onEdit={canWrite ? () => setEditing(trait.name) : undefined} />
            ),
          )}
        </dl>
        {isMany && !wanted && (
          <Button variant="subtle" color="gray" size="compact-sm" className={classes.toggle ?? ''} onClick={() => setIsWhole(!isWhole)}>
            {isWhole ? t('traits.fewer') : t('traits.all', { count: person.traitDetails.length })}
          </Button>
        )}
      </div>
    </SideSection>
  )
}
