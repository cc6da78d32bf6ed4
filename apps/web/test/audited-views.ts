// Every page of the admin app and everything that opens over it, with the way there.
import type { Page } from 'playwright-core'

/** What the addresses of the pages are made of. */
export interface AuditedWorld {
  /** Slug of the workspace with the demo brand. */
  full: string
  /** Slug of a workspace in which nothing has happened. */
  empty: string
  /** Somebody with visits, orders, traits and a merged profile. */
  personId: string
  /** Somebody who may be the same person as another. */
  doubtedId: string
  companyId: string
  /** A persona with a segment; other groups of the newest suggestions are still open. */
  personaId: string
  sourceId: string
  connectorId: string
  messageId: string
  /** With a rule, people in it and changes. */
  segmentId: string
  /** A static list with people on it. */
  listId: string
  computedTraitId: string
  /** Published from a template, with two languages. */
  surveyId: string
  /** With answers, and decisions on whom to ask; the person has answered it. */
  answeredSurveyId: string
  responseId: string
  /** Of which something is still missing. */
  draftSurveyId: string
  invitationToken: string
}

export interface AuditedView {
  name: string
  path: (world: AuditedWorld) => string
  /** Opens what lies over the page, or waits for what comes late. */
  open?: (page: Page) => Promise<unknown>
  /** Confines axe to what was opened: the page below has a view of its own. */
  within?: string
  /** Where somebody is signed out. */
  isPublic?: boolean
}

const dialog = '[role="dialog"]'
const panel = '[data-side-panel]'
const menu = '[role="menu"]'

const full = (path: string) => (world: AuditedWorld) => `/w/${world.full}${path}`
const empty = (path: string) => (world: AuditedWorld) => `/w/${world.empty}${path}`
const person = (query = '') => (world: AuditedWorld) => `/w/${world.full}/people/${world.personId}${query}`
const click = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
const clickRow = (name: string | RegExp) => (page: Page) => page.locator('[data-row-opener]').filter({ hasText: name }).first().click()
const shows = (text: string | RegExp) => (page: Page) => page.getByText(text).first().waitFor()

/** Does one step after the other. */
function all(...steps: Array<(page: Page) => Promise<unknown>>) {
  return async (page: Page): Promise<void> => {
    for (const step of steps) await step(page)
  }
}

/** The navigation is a drawer in a narrow window. */
async function openNavigation(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor({ state: 'attached' })
  const opener = page.getByRole('button', { name: 'Open navigation' })
  if (await opener.isVisible()) await opener.click()
}

const doors: AuditedView[] = [
  { name: 'sign-in', path: () => '/sign-in', isPublic: true },
  {
    name: 'sign-in with a wrong password',
    path: () => '/sign-in',
    isPublic: true,
    open: async (page) => {
      await page.getByLabel('E-mail').fill('olga@example.com')
      await page.getByLabel('Password', { exact: true }).fill('a wrong password')
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'set-up that is done', path: () => '/setup', isPublic: true, open: shows('Rapport is already set up') },
  { name: 'invitation', path: (world) => `/invitation#token=${world.invitationToken}`, isPublic: true, open: shows('Choose a password') },
  { name: 'invitation that is gone', path: () => '/invitation#token=none', isPublic: true, open: shows('no longer valid') },
  { name: 'no workspace', path: () => '/no-workspace' },
  { name: 'an address that leads nowhere', path: () => '/nowhere', open: shows('This page does not exist') },
  { name: 'a workspace of others', path: () => '/w/of-others/home', open: shows('You are not in this workspace') },
]

const firstRun: AuditedView[] = [
  { name: 'the two doors', path: empty('/home') },
  ...['/people', '/people/companies', '/people/duplicates', '/people/personas', '/people/personas/suggestions', '/segments', '/computed-traits', '/live', '/live/rejected', '/catalogue', '/catalogue/traits', '/sources', '/settings/keys', '/settings/connectors', '/feedback/surveys', '/feedback/responses'].map(
    (path): AuditedView => ({ name: `empty ${path}`, path: empty(path) }),
  ),
]

const shell: AuditedView[] = [
  { name: 'home', path: full('/home'), open: (page) => page.getByRole('region', { name: 'Arriving now' }).getByRole('listitem').first().waitFor() },
  { name: 'navigation', path: full('/home'), open: openNavigation },
  { name: 'command palette', path: full('/home'), within: dialog, open: all((page) => page.locator('h1').waitFor(), (page) => page.keyboard.press('Control+k'), (page) => page.getByPlaceholder('Go to, create, or find a person…').fill('an'), shows(/visitor|order/i)) },
  { name: 'keyboard shortcuts', path: full('/home'), within: dialog, open: all((page) => page.locator('h1').waitFor(), (page) => page.keyboard.press('?'), shows('Next row')) },
  { name: 'workspaces', path: full('/home'), within: menu, open: all(openNavigation, click(/^Switch workspace/)) },
  { name: 'new workspace', path: full('/home'), within: dialog, open: all(openNavigation, click(/^Switch workspace/), (page) => page.getByRole('menuitem', { name: 'New workspace' }).click()) },
  { name: 'account menu', path: full('/home'), within: menu, open: all(openNavigation, click(/^Account of/)) },
]

const people: AuditedView[] = [
  { name: 'people', path: full('/people') },
  { name: 'people, filtered', path: full('/people?ordered=yes&country=DE&seenWithinDays=365') },
  { name: 'people, nothing found', path: full('/people?search=zzzzzzzz'), open: shows('Nothing matches') },
  { name: 'filters of people', path: full('/people'), within: dialog, open: click('Filter') },
  { name: 'new person', path: full('/people?create=1'), within: dialog },
  { name: 'companies', path: full('/people/companies') },
  { name: 'company', path: (world) => `/w/${world.full}/people/companies?company=${world.companyId}`, within: panel },
  { name: 'possible duplicates', path: full('/people/duplicates'), open: shows('Not the same') },
  { name: 'person', path: person(), open: shows(/^(Visited|Used the app)/) },
  { name: 'what is known of a person', path: person('?tab=about') },
  { name: 'person with a possible duplicate', path: (world) => `/w/${world.full}/people/${world.doubtedId}?tab=about`, open: shows('May be the same person as') },
  { name: 'person who is not there', path: full('/people/00000000-0000-7000-8000-000000000000'), open: shows('This person is not here') },
  { name: 'visit', path: person(), open: all(click(/^(Visited|Used the app)/), (page) => page.locator('ol ol button').first().waitFor()) },
  { name: 'event of a person', path: person('?name=Order Completed'), within: panel, open: all((page) => page.locator('[data-timeline-line]').first().click(), shows('Message id')) },
  { name: 'filters of the timeline', path: person('?channel=web&from=2020-01-01'), within: dialog, open: click('Filter') },
  { name: 'timeline, nothing found', path: person('?search=zzzzzzzz'), open: shows('No line matches') },
  { name: 'note', path: person(), within: dialog, open: click('Add note') },
  { name: 'interaction', path: person(), within: dialog, open: click('Log interaction') },
  { name: 'more for a person', path: person(), within: menu, open: click(/^More for/) },
  { name: 'trait being edited', path: person('?tab=about'), open: (page) => page.getByRole('region', { name: 'Traits' }).getByRole('button', { name: /Change$/ }).first().click() },
  { name: 'new trait', path: person('?tab=about'), open: click('Add a trait') },
  { name: 'new consent', path: person('?tab=about'), open: click('Record a consent') },
  {
    name: 'merge',
    path: person(),
    within: dialog,
    open: all(click(/^More for/), (page) => page.getByRole('menuitem', { name: 'Merge with…' }).click(), (page) => page.getByLabel('Who is the same person?').fill('twin'), click(/Twin/), shows('Everything of')),
  },
  { name: 'undo of a merge', path: person('?tab=about'), within: dialog, open: all((page) => page.getByRole('region', { name: 'Merged profiles' }).getByRole('button', { name: 'Undo' }).first().click(), shows('Undo this merge?')) },
]

const segment = (query = '') => (world: AuditedWorld) => `/w/${world.full}/segments/${world.segmentId}${query}`
const list = (query = '') => (world: AuditedWorld) => `/w/${world.full}/segments/${world.listId}${query}`

const segments: AuditedView[] = [
  { name: 'segments', path: full('/segments') },
  { name: 'segments, nothing found', path: full('/segments?search=zzzzzzzz'), open: shows('Nothing matches') },
  { name: 'more for a segment', path: full('/segments'), within: menu, open: click(/^More for/) },
  { name: 'deleting a segment', path: full('/segments'), within: dialog, open: all(click(/^More for/), (page) => page.getByRole('menuitem', { name: 'Delete' }).click(), shows('The people stay')) },
  { name: 'new segment', path: full('/segments/new'), open: (page) => page.getByRole('button', { name: 'Add condition' }).waitFor() },
  { name: 'new condition', path: full('/segments/new'), within: menu, open: click('Add condition') },
  { name: 'condition being built', path: full('/segments/new'), open: all(click('Add condition'), (page) => page.getByRole('menuitem', { name: 'Did something' }).click(), (page) => page.getByRole('group', { name: 'Condition 1' }).waitFor()) },
  { name: 'new list', path: full('/segments/new?kind=static'), open: shows('CSV file (optional)') },
  { name: 'segment', path: segment(), open: (page) => page.getByRole('img', { name: /^Size of/ }).waitFor() },
  { name: 'members of a segment', path: segment('?tab=members') },
  { name: 'changes of a segment', path: segment('?tab=changes') },
  { name: 'why, of somebody to be found', path: segment('?tab=why'), open: (page) => page.getByLabel('Find a person').waitFor() },
  { name: 'why, of a person', path: (world) => segment(`?tab=why&person=${world.personId}`)(world), open: shows('Choose somebody else') },
  { name: 'segment in the past', path: segment('?tab=past'), open: (page) => page.getByText(/^[\d,]+ (person|people) on /).or(page.getByText('Nobody was in it then')).waitFor() },
  { name: 'versions of a segment', path: segment('?tab=versions'), open: shows('Version 1') },
  { name: 'sync of a segment', path: segment('?tab=sync'), open: (page) => page.getByLabel('Webhook address').waitFor() },
  { name: 'segment being edited', path: (world) => `/w/${world.full}/segments/${world.segmentId}/edit`, open: (page) => page.getByRole('region', { name: 'Who this holds now' }).getByText(/^Counted in/).waitFor() },
  { name: 'segment that is not there', path: full('/segments/00000000-0000-7000-8000-000000000000'), open: shows('This segment is not here') },
  { name: 'list', path: list('?tab=members') },
  { name: 'list being edited', path: (world) => `/w/${world.full}/segments/${world.listId}/edit`, open: (page) => page.getByRole('button', { name: 'Save' }).waitFor() },
  { name: 'adding people to a list', path: list(), within: dialog, open: all(click('Add people'), shows('Or paste who belongs on it')) },
  { name: 'taking people off a list', path: list('?tab=members'), within: dialog, open: all((page) => page.getByRole('checkbox', { name: 'Choose row 1', exact: true }).check(), click(/^Take 1 person off/), shows('The people themselves stay')) },
  { name: 'people of a segment', path: (world) => `/w/${world.full}/people?segment=${world.segmentId}`, open: (page) => page.getByRole('button', { name: /^Remove filter In/ }).waitFor() },
  { name: 'computed traits', path: full('/computed-traits') },
  { name: 'new computed trait', path: full('/computed-traits/new'), open: shows('Choose what is worked out') },
  { name: 'computed trait', path: (world) => `/w/${world.full}/computed-traits/${world.computedTraitId}`, open: shows('People with a value') },
  { name: 'deleting a computed trait', path: (world) => `/w/${world.full}/computed-traits/${world.computedTraitId}`, within: dialog, open: all(click('Delete trait'), shows('This cannot be undone')) },
]

const survey = (query = '') => (world: AuditedWorld) => `/w/${world.full}/feedback/surveys/${world.surveyId}${query}`
const draftSurvey = (query = '') => (world: AuditedWorld) => `/w/${world.full}/feedback/surveys/${world.draftSurveyId}${query}`
const showsPart = (name: string | RegExp) => (page: Page) => page.getByRole('heading', { level: 2, name }).first().waitFor()

const surveys: AuditedView[] = [
  { name: 'surveys', path: full('/feedback/surveys') },
  { name: 'surveys, nothing found', path: full('/feedback/surveys?search=zzzzzzzz'), open: shows('Nothing matches') },
  { name: 'surveys, chosen', path: full('/feedback/surveys'), open: (page) => page.getByRole('checkbox', { name: 'Choose row 1', exact: true }).check() },
  { name: 'more for a survey', path: full('/feedback/surveys'), within: menu, open: click(/^More for/) },
  { name: 'deleting a survey', path: full('/feedback/surveys'), within: dialog, open: all(click(/^More for/), (page) => page.getByRole('menuitem', { name: 'Delete…' }).click(), shows('This cannot be undone')) },
  { name: 'new survey', path: full('/feedback/surveys/new'), open: (page) => page.getByRole('button', { name: 'Create survey' }).waitFor() },
  { name: 'survey', path: survey(), open: showsPart('Question 1') },
  { name: 'survey in another language', path: survey('?language=de'), open: shows('You are editing the texts in German') },
  { name: 'new question', path: survey(), within: menu, open: click('Add question') },
  { name: 'answers to insert', path: survey(), within: menu, open: click('Insert an answer or a trait: Question') },
  { name: 'logic of a question', path: draftSurvey('?part=question:q2'), open: shows(/^If the answer is at most 6/) },
  { name: 'question with choices', path: draftSurvey('?part=question:q1'), open: (page) => page.getByRole('button', { name: 'Add a choice' }).waitFor() },
  { name: 'survey that cannot be published', path: draftSurvey(), open: all(click('Publish'), (page) => page.getByRole('alert').waitFor()) },
  ...(['welcome', 'hidden', 'scores', 'theme', 'languages', 'versions'] as const).map((part): AuditedView => ({ name: `survey, ${part}`, path: survey(`?part=${part}`), open: showsPart(/./) })),
  { name: 'ending of a survey', path: draftSurvey('?part=ending:end1'), open: showsPart('Thanks') },
  { name: 'survey, share', path: survey('?tab=share'), open: (page) => page.locator('iframe[title="Preview of the mail"]').waitFor() },
  { name: 'codes of a survey', path: survey('/codes') },
  { name: 'survey, who and when', path: survey('?tab=audience'), open: shows('Asked again after 180 days at the earliest.') },
  { name: 'survey, responses', path: survey('?tab=responses'), open: shows('No answers yet') },
  { name: 'survey, why', path: survey('?tab=decisions') },
  { name: 'survey that is not there', path: full('/feedback/surveys/00000000-0000-7000-8000-000000000000'), open: shows('This survey is not here') },
]

const answered = (query = '') => (world: AuditedWorld) => `/w/${world.full}/feedback/surveys/${world.answeredSurveyId}?tab=responses${query}`
const decided = (query = '') => (world: AuditedWorld) => `/w/${world.full}/feedback/surveys/${world.answeredSurveyId}?tab=decisions${query}`
const openResponse = (world: AuditedWorld) => answered(`&response=${world.responseId}`)(world)
const chooseFile = (page: Page) => page.locator('input[type=file]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from('E-mail,nps\nada@example.com,11\n') })

const answers: AuditedView[] = [
  { name: 'answers: figures and cards', path: answered(), open: all((page) => page.getByRole('img', { name: /^NPS by week/ }).waitFor(), shows('Where people leave')) },
  { name: 'answers of detractors in the last year', path: answered('&question=nps&group=detractor&period=365') },
  { name: 'answers, nothing found', path: answered('&search=zzzzzzzz'), open: shows('Nothing matches') },
  { name: 'answers: one of them', path: openResponse, within: panel, open: shows('Wants to be called back') },
  { name: 'answers: deleting one', path: openResponse, within: dialog, open: all(click('Delete answer'), shows('This cannot be undone')) },
  { name: 'answers: filters', path: answered(), within: dialog, open: click('Filter') },
  { name: 'answers: export', path: answered(), within: menu, open: click('Export') },
  { name: 'answers: import of a file', path: answered(), within: dialog, open: all(click('Import answers'), shows('Drop a CSV or Excel file here')) },
  { name: 'answers: columns of an import', path: answered(), within: dialog, open: all(click('Import answers'), chooseFile, shows('is outside 0–10')) },
  { name: 'answers to all surveys', path: full('/feedback/responses'), open: (page) => page.locator('[data-row-opener]').first().waitFor() },
  { name: 'answers: why somebody was asked', path: decided(), open: shows('From due to asked') },
  { name: 'answers: would somebody be asked', path: (world) => decided(`&ask=${world.personId}`)(world), open: shows(/^Would (not )?be asked/) },
  { name: 'answers of a person', path: person('?tab=about'), open: (page) => page.getByRole('region', { name: 'Feedback' }).getByText('“Kind people, and the delivery was quick”').waitFor() },
]

const persona: AuditedView['path'] = (world) => `/w/${world.full}/people/personas/${world.personaId}`
const personas: AuditedView[] = [
  { name: 'personas', path: full('/people/personas') },
  { name: 'new persona', path: full('/people/personas?create=yes'), within: dialog },
  { name: 'persona', path: persona, open: shows('Do more than others') },
  { name: 'persona being edited', path: persona, within: dialog, open: click('Edit') },
  { name: 'more for a persona', path: persona, within: menu, open: click(/^More for/) },
  { name: 'deleting a persona', path: persona, within: dialog, open: all(click(/^More for/), (page) => page.getByRole('menuitem', { name: 'Delete persona' }).click(), shows('removed for good')) },
  { name: 'persona that is not there', path: full('/people/personas/00000000-0000-7000-8000-000000000000'), open: shows('This persona is not here') },
  { name: 'suggested personas', path: full('/people/personas/suggestions'), open: shows('What sets them apart') },
  { name: 'suggested persona being edited', path: full('/people/personas/suggestions'), within: dialog, open: click('Edit and accept') },
]

const data: AuditedView[] = [
  { name: 'live events', path: full('/live') },
  { name: 'live event', path: full('/live'), within: panel, open: clickRow(/Order Completed|Product|Segment|Survey/) },
  { name: 'rejected events', path: full('/live/rejected'), open: (page) => page.getByRole('list', { name: 'Reasons' }).waitFor() },
  { name: 'rejected event', path: full('/live/rejected'), within: panel, open: clickRow(/./) },
  { name: 'catalogue', path: full('/catalogue') },
  { name: 'traits', path: full('/catalogue/traits') },
  { name: 'event in the catalogue', path: full('/catalogue/events/track/Order Completed') },
  { name: 'event with a schema', path: full('/catalogue/events/track/Product Added'), open: all(click('Draft one from what was seen'), shows('Warn')) },
  { name: 'event that is not there', path: full('/catalogue/events/track/Nothing'), open: shows('not in the catalogue') },
  { name: 'blocking an event', path: full('/catalogue/events/track/Order Completed'), within: dialog, open: click('Block event') },
  { name: 'sources', path: full('/sources') },
  { name: 'new source', path: full('/sources?create=yes'), within: dialog },
  ...['Browser', 'Node.js', 'HTTP', 'From Segment'].map(
    (way): AuditedView => ({ name: `source, ${way}`, path: (world) => `/w/${world.full}/sources?source=${world.sourceId}`, within: panel, open: (page) => page.getByText(way, { exact: true }).click() }),
  ),
  { name: 'settings of a source', path: (world) => `/w/${world.full}/sources?source=${world.sourceId}`, within: panel, open: (page) => page.getByRole('tab', { name: 'Settings' }).click() },
]

const settings: AuditedView[] = [
  ...['workspace', 'team', 'keys', 'connectors', 'outbox', 'audit', 'surveys', 'profile', 'appearance'].map((path): AuditedView => ({ name: `settings, ${path}`, path: full(`/settings/${path}`) })),
  { name: 'invitation of a colleague', path: full('/settings/team'), within: dialog, open: click('Invite') },
  { name: 'removing a colleague', path: full('/settings/team'), within: dialog, open: all(click(/^Remove Person/), shows('loses access')) },
  { name: 'new secret key', path: full('/settings/keys?create=yes'), within: dialog },
  { name: 'choice of a connector', path: full('/settings/connectors?create=yes'), within: dialog, open: shows('Webhook') },
  { name: 'form of a connector', path: full('/settings/connectors?create=yes'), within: dialog, open: all(click(/^Webhook/), (page) => page.getByRole('dialog').getByRole('button', { name: 'Add connector' }).click(), shows('must be an address')) },
  { name: 'deliveries', path: (world) => `/w/${world.full}/settings/connectors?connector=${world.connectorId}`, within: panel, open: (page) => page.locator('[data-side-panel] li').first().waitFor() },
  { name: 'delivery', path: (world) => `/w/${world.full}/settings/connectors?connector=${world.connectorId}`, within: panel, open: all((page) => page.locator('[data-side-panel] li button').first().click(), shows('What is sent')) },
  { name: 'settings of a connector', path: (world) => `/w/${world.full}/settings/connectors?connector=${world.connectorId}`, within: panel, open: all((page) => page.getByRole('tab', { name: 'Settings' }).click(), shows('Signing secret')) },
  { name: 'message in the outbox', path: (world) => `/w/${world.full}/settings/outbox?message=${world.messageId}`, within: panel, open: (page) => page.getByText('Text', { exact: true }).click() },
  { name: 'headers of a message', path: (world) => `/w/${world.full}/settings/outbox?message=${world.messageId}`, within: panel, open: (page) => page.getByText('Headers', { exact: true }).click() },
  { name: 'entry of the audit log', path: full('/settings/audit'), within: panel, open: clickRow(/./) },
]

export const auditedViews: AuditedView[] = [...doors, ...firstRun, ...shell, ...people, ...segments, ...personas, ...surveys, ...answers, ...data, ...settings]
