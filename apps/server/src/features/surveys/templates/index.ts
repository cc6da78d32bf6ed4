// The templates: one file and one line each, in the order in which they are offered.
import { churn } from './churn.ts'
import type { SurveyTemplate } from './define-template.ts'
import { employeeFrontline } from './employee-frontline.ts'
import { employeeNps } from './employee-nps.ts'
import { motivations } from './motivations.ts'
import { onboarding } from './onboarding.ts'
import { postPurchaseCsat } from './post-purchase-csat.ts'
import { postSupportCes } from './post-support-ces.ts'
import { productMarketFit } from './product-market-fit.ts'
import { relationalNps } from './relational-nps.ts'
import { storeVisit } from './store-visit.ts'
import { websiteFeedback } from './website-feedback.ts'

export const templates: readonly SurveyTemplate[] = [
  relationalNps,
  postPurchaseCsat,
  postSupportCes,
  onboarding,
  churn,
  productMarketFit,
  storeVisit,
  websiteFeedback,
  motivations,
  employeeNps,
  employeeFrontline,
]

export function findTemplate(key: string): SurveyTemplate | undefined {
  return templates.find((template) => template.key === key)
}
