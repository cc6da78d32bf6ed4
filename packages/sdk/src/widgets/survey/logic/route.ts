/** The way through a survey: which question or ending follows, and how far it still is. */
import type { Answers, Content, Ending, Question } from '../wire.ts'
import { holds } from './conditions.ts'

export type Place = { kind: 'welcome' } | { kind: 'question'; question: Question } | { kind: 'ending'; ending: Ending }

function chooseEnding({ endings, scores }: Content, answers: Answers): Ending {
  const conditional = endings.find(({ showIf }) => showIf && holds(showIf, { answers, scores }))
  return conditional ?? endings.find(({ showIf }) => !showIf) ?? endings[0]!
}

function findShown(content: Content, answers: Answers, from: number): Place {
  for (const question of content.questions.slice(from)) {
    if (!question.showIf || holds(question.showIf, { answers, scores: content.scores })) return { kind: 'question', question }
  }
  return { kind: 'ending', ending: chooseEnding(content, answers) }
}

export function findFirst(content: Content, answers: Answers): Place {
  return findShown(content, answers, 0)
}

/** The first jump whose condition holds, else the next question that is shown, else an ending. Jumps lead forward only. */
export function findNext(content: Content, answers: Answers, current: Question): Place {
  const index = content.questions.indexOf(current)
  const jump = current.jumps.find((each) => holds(each.if, { answers, scores: content.scores }))
  if (jump) {
    const ending = content.endings.find(({ key }) => key === jump.to)
    if (ending) return { kind: 'ending', ending }
    const target = content.questions.findIndex(({ key }) => key === jump.to)
    if (target > index) return findShown(content, answers, target)
  }
  return findShown(content, answers, index + 1)
}

/** The questions from this place on, as the answers so far lead. */
export function listAhead(content: Content, answers: Answers, from: Place): Question[] {
  const ahead: Question[] = []
  for (let place = from; place.kind === 'question'; place = findNext(content, answers, place.question)) ahead.push(place.question)
  return ahead
}
