// People: one profile per customer with its timeline, merges, companies and consent.
import type { Feature } from '../../platform/feature.ts'
import { routeCompanies } from './companies/companies.routes.ts'
import { routeMerges } from './identity/merges.routes.ts'
import { mirrorPeople } from './jobs/mirror-people.ts'
import { peoplePersonalData } from './people.personal-data.ts'
import { routePeople } from './people.routes.ts'

export const peopleFeature: Feature = {
  name: 'people',
  routes(app, platform) {
    routePeople(app, platform)
    routeMerges(app, platform)
    routeCompanies(app, platform)
  },
  jobs: [mirrorPeople],
  personalData: peoplePersonalData,
  reservedEvents: ['Note Added', 'Interaction Logged'],
}
