import { Select, TextInput } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { changeTarget, listAnswerNames, targets, type ImportColumn, type ImportQuestion, type ImportTarget, type Warning } from './mapping.ts'
import classes from './import.module.css'

const shownSamples = 3

interface MappingRowProps {
  column: ImportColumn
  samples: readonly string[]
  questions: readonly ImportQuestion[]
  warning: Warning | null
  onChange: (column: ImportColumn) => void
}

/** One column: its name, its first values, and what it is. */
export function MappingRow({ column, samples, questions, warning, onChange }: MappingRowProps) {
  const { t } = useTranslation('surveys')
  const given = samples.filter((sample) => sample.trim() !== '').slice(0, shownSamples)
  return (
    <tr data-ignored={column.target === 'ignore' || undefined}>
      <th scope="row">{column.column}</th>
      <td className={classes.samples}>
        {given.length === 0 ? <span className={classes.quiet}>{t('responses.import.mapping.emptyCell')}</span> : given.map((sample, index) => <div key={index} className="truncate" title={sample}>{sample}</div>)}
      </td>
      <td>
        <Select
          aria-label={t('responses.import.mapping.meaningOf', { column: column.column })}
          data={targets.map((target) => ({ value: target, label: t(`responses.import.mapping.targets.${target}`) }))}
          value={column.target}
          onChange={(target) => target && onChange(changeTarget(column, target as ImportTarget, questions))}
        />
        <NameField column={column} questions={questions} onChange={onChange} />
        {warning && (
          <p className={classes.warning} data-serious={warning.isSerious || undefined}>
            <IconAlertTriangle size={14} aria-hidden /> {t(`responses.import.warning.${warning.key}`, warning.words ?? {})}
          </p>
        )}
      </td>
    </tr>
  )
}

/** Which question, hidden field, trait, or kind of external id. */
function NameField({ column, questions, onChange }: Pick<MappingRowProps, 'column' | 'questions' | 'onChange'>) {
  const { t } = useTranslation('surveys')
  if (column.target === 'answer') {
    return (
      <Select
        mt={4}
        aria-label={t('responses.import.mapping.questionOf', { column: column.column })}
        placeholder={t('responses.import.mapping.question')}
        data={listAnswerNames(questions).map(({ name, title, part }) => ({ value: name, label: part ? `${title}: ${part.kind === 'row' ? part.label : t(`responses.import.mapping.fields.${part.field}`)}` : title }))}
        value={column.name ?? null}
        onChange={(name) => name && onChange({ ...column, name })}
      />
    )
  }
  if (column.target !== 'hidden' && column.target !== 'trait' && column.target !== 'external_id') return null
  return (
    <TextInput
      mt={4}
      aria-label={t('responses.import.mapping.nameOf', { column: column.column })}
      placeholder={t(column.target === 'external_id' ? 'responses.import.mapping.idKind' : 'responses.import.mapping.name')}
      value={column.name ?? ''}
      onChange={(event) => onChange({ ...column, name: event.currentTarget.value })}
    />
  )
}
