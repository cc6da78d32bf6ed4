// Words of what a person said in surveys.
export const feedbackEn = {
  feedback: {
    title: 'Feedback',
    none: 'Has answered no survey yet.',
    failed: 'The answers could not be loaded.',
    partial: 'partial',
    all: 'Show all {{n}}',
    fewer: 'Show fewer',
    trend: 'Likely to recommend',
    trendLabel: 'Likely to recommend, from the oldest to the newest answer: {{scores}}.',
    decisions: 'Surveys lately',
    askedBy: 'Asked by {{survey}}',
    notAskedBy: 'Not asked by {{survey}}',
    group: { promoter: 'Promoter', passive: 'Passive', detractor: 'Detractor', satisfied: 'Satisfied', unsatisfied: 'Unsatisfied', easy: 'Easy', hard: 'Hard' },
  },
}
