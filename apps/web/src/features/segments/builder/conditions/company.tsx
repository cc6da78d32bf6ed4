import { useTranslation } from 'react-i18next'
import { ComparisonEditor } from '../comparison-editor.tsx'
import { defineConditionEditor, type ConditionProps, type LeafOf } from '../condition-editor.ts'
import { Picker } from '../controls/picker.tsx'
import { findComparisonGap } from '../gaps.ts'
import { labelCompanyTrait } from '../labels.ts'
import { createComparison } from '../operators.ts'
import { mark, sayComparison } from '../sentence.ts'
import { useCompanyTraitNames } from '../use-names.ts'
import classes from '../builder.module.css'

type CompanyCondition = LeafOf<'company'>

function CompanyEditor({ value, onChange }: ConditionProps<CompanyCondition>) {
  const { t } = useTranslation('segments')
  const names = useCompanyTraitNames()
  return (
    <div className={classes.line}>
      <span className={classes.word}>{t('builder.company.word')}</span>
      <Picker
        label={t('builder.company.label')}
        value={value.trait}
        valueLabel={labelCompanyTrait(value.trait, t)}
        placeholder={t('builder.company.choose')}
        options={names.options}
        isLoading={names.isLoading}
        listTyped={(text) => [{ value: text, label: t('builder.picker.use', { text }) }]}
        onChange={(name) => onChange({ type: 'company', trait: name, ...createComparison(names.findTypes(name)) })}
      />
      {value.trait !== '' && (
        <ComparisonEditor
          property={value.trait}
          label={labelCompanyTrait(value.trait, t)}
          types={names.findTypes(value.trait)}
          source={{ kind: 'company', trait: value.trait }}
          value={value}
          onChange={(comparison) => onChange({ ...comparison, type: 'company', trait: value.trait })}
        />
      )}
    </div>
  )
}

export const company = defineConditionEditor({
  type: 'company',
  label: 'company',
  group: 'company',
  create: () => ({ type: 'company', trait: '', operator: 'equals', value: '' }),
  Editor: CompanyEditor,
  describe: (value, words) => words.t('builder.say.company', { comparison: `${mark(labelCompanyTrait(value.trait, words.t))} ${sayComparison(value.trait, value, words)}` }),
  findGap: (value) => (value.trait === '' ? 'trait' : findComparisonGap(value)),
})
